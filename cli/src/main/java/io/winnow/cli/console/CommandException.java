package io.winnow.cli.console;

/** A command failed for a reason the user can act on: the message is all that is printed. */
public class CommandException extends RuntimeException {

  /**
   * @param message one line that names the offending thing
   */
  public CommandException(String message) {
    super(message);
  }

  /**
   * @param message one line that names the offending thing
   * @param cause shown with {@code --verbose}
   */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
