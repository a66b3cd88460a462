package io.winnow.streams.signature;

/** A file does not hold the key that is expected; the message says in one line which and why. */
public final class KeyFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
