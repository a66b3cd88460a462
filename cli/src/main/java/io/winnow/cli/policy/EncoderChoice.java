package io.winnow.cli.policy;

import io.winnow.cli.console.CommandException;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.Encoders;
import java.util.regex.Pattern;

/** Turns what a user names an encoder by into its id. */
final class EncoderChoice {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private EncoderChoice() {}

  /**
   * The id.
   *
   * @param choice a 64-hex id, the name of a built-in encoder or a file
   */
  static String idOf(String choice) {
    if (ID.matcher(choice).matches()) {
      return choice;
    }
    try {
      return Encoders.load(choice).encoderId();
    } catch (EncoderException e) {
      throw new CommandException(
          "--encoder "
              + choice
              + " is neither a 64-hex id nor built in ("
              + String.join(", ", Encoders.BUILT_IN)
              + ") nor a readable encoder file: "
              + e.getMessage(),
          e);
    }
  }
}
