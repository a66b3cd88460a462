package io.winnow.cli.policy;

import io.winnow.schemas.PoolPolicy;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Flags for how a query set is chosen, shared by all commands that say so. What is not given stays
 * as it is in the draft, or takes the schema's default.
 */
public final class SelectionFlags {

  @ArgGroup(validate = false, heading = "%nUncertainty:%n")
  private ScoringFlags scoring = new ScoringFlags();

  @ArgGroup(validate = false, heading = "%nConstraints:%n")
  private ConstraintFlags constraints = new ConstraintFlags();

  @ArgGroup(validate = false, heading = "%nComparison:%n")
  private ComparisonFlags comparison = new ComparisonFlags();

  @Option(
      names = "--sr",
      paramLabel = "RATIO",
      description = "Shortlist ratio T''/T', at least 1 (default: 1.2).")
  private Double sr;

  @Option(
      names = "--resampler",
      paramLabel = "NAME",
      description =
          "none, random, paper-first-pivot, quota-nms, budgeted-nms, adaptive-nms, k-center,"
              + " kmeans++, gist or facility-location (default: budgeted-nms).")
  private String resampler;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of resamplers that draw at random (default: 0).")
  private Long seed;

  /** Whether the cosine of a repetition was given. */
  boolean namesSimilarityThreshold() {
    return comparison.namesSimilarityThreshold();
  }

  /**
   * Sets what was given.
   *
   * @throws io.winnow.cli.console.CommandException if a value cannot be read, naming the flag
   */
  public void applyTo(PoolPolicy.Builder draft) {
    if (sr != null) {
      draft.setSr(sr);
    }
    if (resampler != null) {
      draft.setResampler(resampler);
    }
    if (seed != null) {
      draft.setSeed(seed);
    }
    scoring.applyTo(draft);
    constraints.applyTo(draft);
    comparison.applyTo(draft);
  }
}
