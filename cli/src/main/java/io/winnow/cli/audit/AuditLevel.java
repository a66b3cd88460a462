package io.winnow.cli.audit;

import io.winnow.audit.RoundVerdict.Level;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --level}.
 *
 * @param level empty: whichever is possible
 */
record AuditLevel(Optional<Level> level) {

  /** Reads {@code full}, {@code evidence} or {@code auto}. */
  static final class Converter implements ITypeConverter<AuditLevel> {
    @Override
    public AuditLevel convert(String text) {
      return switch (text) {
        case "full" -> new AuditLevel(Optional.of(Level.FULL));
        case "evidence" -> new AuditLevel(Optional.of(Level.EVIDENCE));
        case "auto" -> new AuditLevel(Optional.empty());
        default ->
            throw new TypeConversionException(
                "'" + text + "' is no level, expected full, evidence or auto");
      };
    }
  }
}
