package io.winnow.cli.policy;

import io.winnow.cli.console.UsageException;
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
 * @param reason who chose it
 * @param loaded the encoder itself; empty where only the id is known
 */
record EncoderChoice(String id, int descriptorSize, Reason reason, Optional<Encoder> loaded) {

  /** Who chose an encoder. */
  enum Reason {
    /** The user. */
    NAMED,
    /** The workers use it. */
    SEEN,
    /** Nobody: it is the built-in one, and what the workers use is not known. */
    ASSUMED
  }

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * What a user names an encoder by.
   *
   * @param choice a 64-hex id, the name of a built-in encoder or a file
   * @param descriptorSize needed with an id, which alone does not tell it; else null, or what the
   *     encoder has
   * @throws UsageException if there is no such encoder or the size is missing or another
   */
  static EncoderChoice of(String choice, Integer descriptorSize) {
    if (ID.matcher(choice).matches()) {
      if (descriptorSize == null) {
        throw new UsageException("--encoder " + choice + " needs --descriptor-size N besides");
      }
      return new EncoderChoice(choice, descriptorSize, Reason.NAMED, Optional.empty());
    }
    Encoder encoder = load(choice);
    if (descriptorSize != null && descriptorSize != encoder.descriptorSize()) {
      throw new UsageException(
          "--descriptor-size "
              + descriptorSize
              + ": encoder "
              + choice
              + " has "
              + encoder.descriptorSize());
    }
    return of(encoder, Reason.NAMED);
  }

  /** The encoder that the workers use. */
  static EncoderChoice seen(DescribingEncoders.Seen encoder) {
    return new EncoderChoice(encoder.id(), encoder.descriptorSize(), Reason.SEEN, Optional.empty());
  }

  /** A built-in encoder, for want of a better reason. */
  static EncoderChoice assumed(String builtIn) {
    return of(Encoders.builtIn(builtIn), Reason.ASSUMED);
  }

  private static EncoderChoice of(Encoder encoder, Reason reason) {
    return new EncoderChoice(
        encoder.encoderId(), encoder.descriptorSize(), reason, Optional.of(encoder));
  }

  /** The cosine from which it takes images for near-duplicates, if that is known and plausible. */
  Optional<Double> duplicateCosine() {
    return loaded.flatMap(encoder -> encoder.fit().duplicateCosine().ifPlausible());
  }

  /** The encoder, if a worker may not have it: it was read from a file. */
  Optional<Encoder> toPublish() {
    return loaded.filter(encoder -> Encoders.builtInWithId(encoder.encoderId()).isEmpty());
  }

  private static Encoder load(String choice) {
    try {
      return Encoders.load(choice);
    } catch (EncoderException e) {
      throw new UsageException(
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
