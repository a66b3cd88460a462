package io.winnow.descriptor.encoder;

/** An encoder cannot be found, read, fitted or used; the message is one line. */
public final class EncoderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EncoderException(String message) {
    super(message);
  }

  public EncoderException(String message, Throwable cause) {
    super(message, cause);
  }
}
