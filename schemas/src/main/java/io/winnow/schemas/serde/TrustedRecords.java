package io.winnow.schemas.serde;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Since 1.12.2 Avro makes objects only of classes it was told to trust, because a schema from
 * outside may name any class. This adds our generated classes, and only them, to whatever the
 * process trusts already. The serdes and the JSON conversion call it; code that copies records by
 * their builders without either must call it first.
 */
public final class TrustedRecords {
  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), new GeneratedClasses()));
  }

  private TrustedRecords() {}

  /** Makes Avro trust the generated classes; further calls do nothing. */
  public static void trust() {
    // The work is done once, when this class is initialised.
  }

  private static final class GeneratedClasses implements ClassSecurityPredicate {
    private static final String PACKAGE = "io.winnow.schemas";

    @Override
    public boolean isTrusted(Class<?> type) {
      return type.getPackageName().equals(PACKAGE)
          && (SpecificRecordBase.class.isAssignableFrom(type) || type.isEnum());
    }
  }
}
