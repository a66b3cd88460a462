package io.winnow.selection.offline;

/** Input that cannot be used. The message is one line and names the file, row or image. */
public final class InvalidInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
