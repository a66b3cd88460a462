package io.winnow.selection.policy;

import io.winnow.selection.constraint.Rules;
import io.winnow.selection.ledger.EncoderRef;
import java.util.regex.Pattern;

/**
 * Whose descriptors the rounds use.
 *
 * @param current encoder of the rounds
 * @param next encoder they go over to, or null
 * @param switchShare share of the pool that the next encoder must have described before, above 0
 *     and at most 1
 */
public record EncoderPolicy(EncoderRef current, EncoderRef next, double switchShare) {

  /** The share where a policy does not say one. */
  public static final double DEFAULT_SWITCH_SHARE = 0.95;

  private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public EncoderPolicy {
    requireValid("encoderId", "descriptorSize", current);
    if (next != null) {
      requireValid("nextEncoderId", "nextDescriptorSize", next);
      Rules.require(
          !next.equals(current), "nextEncoderId", next.id(), "must not be the present encoder");
    }
    Rules.require(
        switchShare > 0 && switchShare <= 1,
        "encoderSwitchShare",
        switchShare,
        "must be above 0 and at most 1");
  }

  /** An encoder for good. */
  public static EncoderPolicy of(EncoderRef encoder) {
    return new EncoderPolicy(encoder, null, DEFAULT_SWITCH_SHARE);
  }

  /** Returns the change of encoders that is under way, or null. */
  public EncoderChange change() {
    return next == null ? null : new EncoderChange(current, next);
  }

  /** Returns this policy after the change: the next encoder is the present one. */
  public EncoderPolicy changed() {
    return new EncoderPolicy(next, null, switchShare);
  }

  private static void requireValid(String idField, String sizeField, EncoderRef encoder) {
    Rules.require(
        ENCODER_ID.matcher(encoder.id()).matches(),
        idField,
        encoder.id(),
        "must be 64 lower-case hex digits");
    Rules.require(encoder.size() >= 1, sizeField, encoder.size(), "must be at least 1");
  }
}
