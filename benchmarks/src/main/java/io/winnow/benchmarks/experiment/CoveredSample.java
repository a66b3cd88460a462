package io.winnow.benchmarks.experiment;

import io.winnow.selection.similarity.VectorTable;
import java.util.List;

/**
 * Which images of a sample are within a cosine of a labelled one, as labels come in (figure 11).
 */
final class CoveredSample {
  private final List<float[]> sample;
  private final double cosine;
  private final boolean[] covered;

  CoveredSample(List<float[]> sample, double cosine) {
    this.sample = sample;
    this.cosine = cosine;
    this.covered = new boolean[sample.size()];
  }

  void label(List<float[]> vectors) {
    new VectorTable(vectors)
        .against(
            sample,
            (row, firstColumn, count, dots, offset) -> {
              for (int c = offset; c < offset + count; c++) {
                covered[row] |= dots[c] >= cosine;
              }
            });
  }

  /** The share of the sample that is covered, 0..1. */
  double share() {
    int count = 0;
    for (boolean one : covered) {
      count += one ? 1 : 0;
    }
    return (double) count / covered.length;
  }
}
