package io.winnow.selection.round;

import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.RankingSpec;
import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.uncertainty.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * How a pool's rounds are run.
 *
 * @param budget images selected per round (T'), at least 1
 * @param sr shortlist ratio T''/T', at least 1
 * @param measure name of a {@link Measure}
 * @param resampler name of a {@link Resampler}
 * @param seed seed of resamplers that draw at random
 * @param encoderId encoder whose descriptors the rounds use: 64 lower-case hex digits
 * @param descriptorSize number of components of its vectors, at least 1
 * @param windowSizeMs length of the event-time window, or null for the whole unlabeled pool
 * @param windowAdvanceMs interval of rounds opened by time, or null for none
 * @param graceMs how long after a window's end late scores are awaited
 * @param triggerCount newly eligible candidates that open a round, or null for none
 */
public record PoolPolicy(
    int budget,
    double sr,
    String measure,
    String resampler,
    long seed,
    String encoderId,
    int descriptorSize,
    Long windowSizeMs,
    Long windowAdvanceMs,
    long graceMs,
    Integer triggerCount) {

  private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if a component is out of range, in one line that names it
   */
  public PoolPolicy {
    require(budget >= 1, "budget", budget, "must be at least 1");
    require(sr >= 1 && sr <= 1e6, "sr", sr, "must be at least 1");
    require(
        ENCODER_ID.matcher(encoderId).matches(),
        "encoderId",
        encoderId,
        "must be 64 lower-case hex digits");
    require(descriptorSize >= 1, "descriptorSize", descriptorSize, "must be at least 1");
    require(
        windowSizeMs == null || windowSizeMs > 0, "windowSizeMs", windowSizeMs, "must be positive");
    require(
        windowAdvanceMs == null || windowAdvanceMs > 0,
        "windowAdvanceMs",
        windowAdvanceMs,
        "must be positive");
    require(graceMs >= 0, "graceMs", graceMs, "must not be negative");
    require(
        triggerCount == null || triggerCount >= 1,
        "triggerCount",
        triggerCount,
        "must be at least 1");
    Measure.named(measure);
    Resamplers.named(resampler, seed);
  }

  /** Returns T'' = ceil(SR * T'), exactly: in decimal, 1.1 * 100 is 110. */
  public int shortlistSize(int roundBudget) {
    BigDecimal exact = BigDecimal.valueOf(sr).multiply(BigDecimal.valueOf(roundBudget));
    return exact
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }

  /** Returns what a pool under this policy is ranked by. */
  public RankingSpec rankingSpec() {
    return new RankingSpec(Measure.named(measure), encoder(), timed());
  }

  /** Returns the encoder whose descriptors the rounds use. */
  public EncoderRef encoder() {
    return new EncoderRef(encoderId, descriptorSize);
  }

  /** Returns whether rounds look at event time. */
  public boolean timed() {
    return windowSizeMs != null || windowAdvanceMs != null;
  }

  /** Returns the digest of all components. */
  public String digest() {
    CanonicalDigest digest = new CanonicalDigest("winnow-policy-1");
    digest.line("budget", Integer.toString(budget));
    digest.line("sr", CanonicalDigest.field(sr));
    digest.line("measure", measure);
    digest.line("resampler", resampler);
    digest.line("seed", Long.toString(seed));
    digest.line("encoderId", encoderId);
    digest.line("descriptorSize", Integer.toString(descriptorSize));
    digest.line("windowSizeMs", String.valueOf(windowSizeMs));
    digest.line("windowAdvanceMs", String.valueOf(windowAdvanceMs));
    digest.line("graceMs", Long.toString(graceMs));
    digest.line("triggerCount", String.valueOf(triggerCount));
    return digest.finish();
  }

  private static void require(boolean condition, String field, Object value, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("policy " + field + " " + value + " " + rule);
    }
  }
}
