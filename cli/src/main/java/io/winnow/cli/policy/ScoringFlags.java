package io.winnow.cli.policy;

import io.winnow.schemas.PoolPolicy;
import picocli.CommandLine.Option;

/** Flags for where an image's uncertainty comes from. */
final class ScoringFlags {

  @Option(
      names = "--measure",
      paramLabel = "NAME",
      description =
          "least-confidence, margin, entropy, paper-literal-margin or precomputed; of a committee"
              + " also vote-entropy, mean-entropy, mutual-information or variation-ratio (new pool:"
              + " margin).")
  private String measure;

  @Option(
      names = "--boxes",
      paramLabel = "NAME",
      description = "How the boxes of a detection are combined: sum, mean or max (new pool: sum).")
  private String boxes;

  @Option(
      names = "--empty-detections",
      paramLabel = "NAME",
      description =
          "An image in which nothing was detected: skip or most-uncertain (new pool: skip).")
  private String emptyDetections;

  @Option(
      names = "--committee-size",
      paramLabel = "N",
      description =
          "Members of the committee whose scores are combined, at least 2; none: the last score"
              + " counts (new pool: none).")
  private String committeeSize;

  @Option(
      names = "--committee-minimum",
      paramLabel = "N",
      description =
          "Members with which an image is ranked where others are missing; none: all of them (new"
              + " pool: none).")
  private String committeeMinimum;

  void applyTo(PoolPolicy.Builder draft) {
    if (measure != null) {
      draft.setMeasure(measure);
    }
    if (boxes != null) {
      draft.setBoxes(boxes);
    }
    if (emptyDetections != null) {
      draft.setEmptyDetections(emptyDetections);
    }
    if (committeeSize != null) {
      draft.setCommitteeSize(OptionalCount.parse("--committee-size", committeeSize));
    }
    if (committeeMinimum != null) {
      draft.setCommitteeMinimum(OptionalCount.parse("--committee-minimum", committeeMinimum));
    }
  }
}
