package io.winnow.audit;

/** Records cannot be read; the message says in one line which and why. */
public final class UnreadableSourceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnreadableSourceException(String message) {
    super(message);
  }

  public UnreadableSourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
