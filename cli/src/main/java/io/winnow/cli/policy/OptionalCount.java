package io.winnow.cli.policy;

import io.winnow.cli.console.UsageException;

/** A number or the word none. */
final class OptionalCount {

  static final String NONE = "none";

  private OptionalCount() {}

  /**
   * @return null for none
   * @throws UsageException naming the flag
   */
  static Integer parse(String flag, String text) {
    try {
      return text.equals(NONE) ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new UsageException(flag + ": '" + text + "' is neither a number nor 'none'", e);
    }
  }
}
