package io.winnow.streams;

/** The topics belong to another application; the message names it and says what can be done. */
public final class OtherApplicationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OtherApplicationException(String message) {
    super(message);
  }
}
