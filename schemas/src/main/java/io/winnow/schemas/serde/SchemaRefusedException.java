package io.winnow.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry does not take or does not have the schema we want to write with: incompatible with
 * the subject's earlier versions, or not registered while {@code auto.register.schemas} is false.
 */
public final class SchemaRefusedException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public SchemaRefusedException(String message) {
    super(message);
  }

  public SchemaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
