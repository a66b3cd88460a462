package io.winnow.cli.policy;

import io.winnow.schemas.PoolPolicy;
import picocli.CommandLine.Option;

/** Flags for how deep a round looks and which cosines count. */
final class ComparisonFlags {

  @Option(
      names = "--max-sr",
      paramLabel = "RATIO",
      description =
          "How deep a round may look where T'' candidates do not fill the budget, as a multiple of"
              + " the budget, at least 1 (new pool: 10).")
  private Double maxSr;

  @Option(
      names = "--similarity-threshold",
      paramLabel = "COSINE",
      description =
          "The cosine from which adaptive-nms takes an image for a repetition, -1..1 (default: 0.9;"
              + " policy set: the encoder's, if it is built in, a file or published).")
  private Double similarityThreshold;

  @Option(
      names = "--coverage-cosine",
      paramLabel = "COSINE",
      description = "The cosine within which an image covers another in the diagnostics, -1..1.")
  private Double coverageCosine;

  boolean namesSimilarityThreshold() {
    return similarityThreshold != null;
  }

  void applyTo(PoolPolicy.Builder draft) {
    if (maxSr != null) {
      draft.setMaxSr(maxSr);
    }
    if (similarityThreshold != null) {
      draft.setSimilarityThreshold(similarityThreshold);
    }
    if (coverageCosine != null) {
      draft.setCoverageCosine(coverageCosine);
    }
  }
}
