package io.winnow.selection.resampling;

/**
 * What resamplers can be told. Each reads what it needs.
 *
 * @param seed of those that draw at random
 * @param similarityThreshold τ: the cosine from which {@code adaptive-nms} takes an image for a
 *     repetition, in [-1, 1]
 */
public record ResamplerSettings(long seed, double similarityThreshold) {
  /** The cosine of a repetition where neither policy nor encoder say one. */
  public static final double DEFAULT_THRESHOLD = 0.9;

  /**
   * @throws IllegalArgumentException if the threshold is out of range
   */
  public ResamplerSettings {
    if (!(similarityThreshold >= -1 && similarityThreshold <= 1)) {
      throw new IllegalArgumentException(
          "similarityThreshold is " + similarityThreshold + ", expected within -1..1");
    }
  }

  /** Settings with the default threshold. */
  public static ResamplerSettings seeded(long seed) {
    return new ResamplerSettings(seed, DEFAULT_THRESHOLD);
  }
}
