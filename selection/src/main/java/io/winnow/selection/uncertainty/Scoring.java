package io.winnow.selection.uncertainty;

import java.util.Objects;

/**
 * How the uncertainty of an image comes from what models said about it.
 *
 * @param measure of one distribution, or of a committee's
 * @param boxes how a detection's boxes are combined
 * @param emptyDetections what an image without boxes is
 * @param committee whose members are combined, or null where the last score counts
 */
public record Scoring(
    Measure measure, BoxAggregation boxes, EmptyDetections emptyDetections, Committee committee) {

  public Scoring {
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(boxes, "boxes");
    Objects.requireNonNull(emptyDetections, "emptyDetections");
  }

  /** A single model's scores as the paper has them: summed over boxes, empty images skipped. */
  public static Scoring of(Measure measure) {
    return new Scoring(measure, BoxAggregation.SUM, EmptyDetections.SKIP, null);
  }
}
