package io.winnow.selection.policy;

import io.winnow.selection.constraint.Rules;
import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.ResamplerSettings;
import io.winnow.selection.resampling.Resamplers;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How T'' candidates become a query set of T'.
 *
 * @param resampler name of a {@link Resampler}
 * @param sr shortlist ratio T''/T', at least 1
 * @param maxSr how deep resamplers that choose their own depth may go, as a multiple of the budget
 * @param similarityThreshold cosine from which they take an image for a repetition, or null for
 *     {@link ResamplerSettings#DEFAULT_THRESHOLD}
 * @param seed seed of resamplers that draw at random
 */
public record ResamplingPolicy(
    String resampler, double sr, double maxSr, Double similarityThreshold, long seed) {

  private static final double MAX_RATIO = 1e6;

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public ResamplingPolicy {
    Resamplers.requireName(resampler);
    requireRatio("sr", sr);
    requireRatio("maxSr", maxSr);
    Rules.require(
        similarityThreshold == null || (similarityThreshold >= -1 && similarityThreshold <= 1),
        "similarityThreshold",
        similarityThreshold,
        "must be within -1..1");
  }

  private static void requireRatio(String name, double ratio) {
    Rules.require(ratio >= 1, name, ratio, "must be at least 1");
    Rules.require(ratio <= MAX_RATIO, name, ratio, "must be at most 1000000");
  }

  /** Returns what the resampler is told. */
  public ResamplerSettings settings() {
    return new ResamplerSettings(
        seed,
        similarityThreshold == null ? ResamplerSettings.DEFAULT_THRESHOLD : similarityThreshold);
  }

  /** Returns T'' = ceil(SR * T'), exactly: in decimal, 1.1 * 100 is 110. */
  public int shortlistSize(int budget) {
    return scaled(sr, budget);
  }

  /** Returns how many candidates at most are compared: ceil(SRmax * T'). */
  public int maxDepth(int budget) {
    return scaled(Math.max(sr, maxSr), budget);
  }

  /** Returns whether the resampler may want more than T'' candidates. */
  public boolean choosesItsDepth() {
    return resampler.equals(Resamplers.ADAPTIVE_NMS);
  }

  private static int scaled(double ratio, int budget) {
    BigDecimal exact = BigDecimal.valueOf(ratio).multiply(BigDecimal.valueOf(budget));
    return exact
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }
}
