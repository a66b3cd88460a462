package io.winnow.cli.policy;

import io.winnow.cli.console.CommandException;

/** A number or the word none. */
final class OptionalCount {

  static final String NONE = "none";

  private OptionalCount() {}

  /**
   * @return null for none
   * @throws CommandException naming the flag
   */
  static Integer parse(String flag, String text) {
    try {
      return text.equals(NONE) ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new CommandException(flag + ": '" + text + "' is neither a number nor 'none'", e);
    }
  }
}
