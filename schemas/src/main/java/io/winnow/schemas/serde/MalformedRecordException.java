package io.winnow.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes of a record cannot be read and never will: garbage, an unknown schema id, or a writer
 * schema that does not fit. Such a record belongs to the dead letters. The message is one line.
 */
public class MalformedRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
