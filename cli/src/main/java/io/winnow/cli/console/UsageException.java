package io.winnow.cli.console;

/** The value of an option is wrong: as {@link CommandException}, with the exit code for usage. */
public final class UsageException extends CommandException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that names the option and its value
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * @param message one line that names the option and its value
   * @param cause shown with {@code --verbose}
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
