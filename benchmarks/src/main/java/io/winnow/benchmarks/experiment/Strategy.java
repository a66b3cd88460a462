package io.winnow.benchmarks.experiment;

import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.uncertainty.Measure;
import java.util.List;
import java.util.Objects;

/**
 * How images are chosen.
 *
 * @param name for results
 * @param measure of uncertainty, as policies name it
 * @param resampler as policies name it
 * @param sr shortlist ratio T''/T'
 * @param maxSr how deep {@code adaptive-nms} and memory may look; null for 10
 * @param threshold cosine of a repetition; null for the descriptors' calibrated one
 * @param memoryRounds earlier rounds whose selections are not repeated
 * @param descriptor name of the descriptors, or {@link #LEARNER}; null for the plan's reference
 */
record Strategy(
    String name,
    String measure,
    String resampler,
    double sr,
    Double maxSr,
    Double threshold,
    int memoryRounds,
    String descriptor) {

  /** The learner's own penultimate features, of length 1 after centring, anew in each round. */
  static final String LEARNER = "learner";

  private static final double DEFAULT_MAX_SR = 10;

  Strategy {
    Objects.requireNonNull(name, "a strategy has no name");
    Measure.named(measure);
    new ResamplingPolicy(resampler, sr, maxSr == null ? DEFAULT_MAX_SR : maxSr, threshold, 0);
    if (LEARNER.equals(descriptor)
        && threshold == null
        && (memoryRounds > 0 || resampler.equals(Resamplers.ADAPTIVE_NMS))) {
      throw new IllegalArgumentException(
          "strategy %s: the learner's features have no calibrated threshold, name one"
              .formatted(name));
    }
  }

  Measure uncertainty() {
    return Measure.named(measure);
  }

  /**
   * @param calibrated cosine of a repetition of the descriptors
   */
  QuerySettings settings(int budget, double calibrated, long seed) {
    double cosine = threshold == null ? calibrated : threshold;
    return new QuerySettings(
        budget,
        new ResamplingPolicy(resampler, sr, maxSr == null ? DEFAULT_MAX_SR : maxSr, cosine, seed),
        List.of(),
        false,
        new RoundMemory(memoryRounds, cosine));
  }
}
