package io.winnow.cli.policy;

import io.winnow.cli.console.CommandException;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.Encoders;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The encoder of a policy.
 *
 * @param id 64 hex digits
 * @param descriptorSize length of its descriptors
 * @param duplicateCosine the cosine from which it takes images for near-duplicates; empty where
 *     only the id is known
 */
record EncoderChoice(String id, int descriptorSize, Optional<Double> duplicateCosine) {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * What a user names an encoder by.
   *
   * @param choice a 64-hex id, the name of a built-in encoder or a file
   * @param descriptorSize needed with an id, which alone does not tell it; else null, or what the
   *     encoder has
   * @throws CommandException if there is no such encoder or the size is missing or another
   */
  static EncoderChoice of(String choice, Integer descriptorSize) {
    if (ID.matcher(choice).matches()) {
      if (descriptorSize == null) {
        throw new CommandException("--encoder " + choice + " needs --descriptor-size N besides");
      }
      return new EncoderChoice(choice, descriptorSize, Optional.empty());
    }
    Encoder encoder = load(choice);
    if (descriptorSize != null && descriptorSize != encoder.descriptorSize()) {
      throw new CommandException(
          "--descriptor-size "
              + descriptorSize
              + ": encoder "
              + choice
              + " has "
              + encoder.descriptorSize());
    }
    return new EncoderChoice(
        encoder.encoderId(),
        encoder.descriptorSize(),
        Optional.of(encoder.fit().duplicateCosine().threshold()));
  }

  private static Encoder load(String choice) {
    try {
      return Encoders.load(choice);
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
