package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Clustering;
import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a selection is like beside a {@linkplain PoolSample sample of the pool}. "Before" is the
 * plain top T', "after" the selection.
 *
 * @param sample images in the sample
 * @param coverageBefore share of the sample within the cosine of the plain top T'; empty without a
 *     sample
 * @param coverageAfter the same of the selection
 * @param divergenceBefore KL divergence in nats of the cluster histograms of sample and plain top
 *     T', see {@link ClusterDivergence}; empty without a sample or a selection
 * @param divergenceAfter the same of sample and selection
 */
public record PoolComparison(
    int sample,
    OptionalDouble coverageBefore,
    OptionalDouble coverageAfter,
    OptionalDouble divergenceBefore,
    OptionalDouble divergenceAfter) {

  /** Of a pool without a sample. */
  public static final PoolComparison NONE =
      new PoolComparison(
          0,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  private static final long SEED = 5;

  /**
   * @param sample vectors in order of their images' hashes
   * @param plainTop vectors of the plain top T'
   * @param selection vectors of the selection
   * @param delta cosine of the coverages
   */
  public static PoolComparison of(
      List<float[]> sample, List<float[]> plainTop, List<float[]> selection, double delta) {
    if (sample.isEmpty()) {
      return NONE;
    }
    Clustering clusters =
        Clustering.seeded(
            sample,
            Math.min(ClusterDivergence.CLUSTERS, sample.size()),
            SEED,
            SimilarityEngine.shared());
    return new PoolComparison(
        sample.size(),
        OptionalDouble.of(coverage(sample, plainTop, delta)),
        OptionalDouble.of(coverage(sample, selection, delta)),
        divergence(clusters, sample, plainTop),
        divergence(clusters, sample, selection));
  }

  private static double coverage(List<float[]> sample, List<float[]> chosen, double delta) {
    boolean[] covered = new boolean[sample.size()];
    if (!chosen.isEmpty()) {
      new VectorTable(chosen)
          .against(
              sample,
              (row, firstColumn, count, dots, offset) -> {
                for (int c = offset; c < offset + count; c++) {
                  covered[row] |= dots[c] >= delta;
                }
              });
    }
    int reached = 0;
    for (boolean one : covered) {
      reached += one ? 1 : 0;
    }
    return (double) reached / covered.length;
  }

  private static OptionalDouble divergence(
      Clustering clusters, List<float[]> sample, List<float[]> chosen) {
    return chosen.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            ClusterDivergence.between(
                clusters.histogram(clusters.nearest(sample)),
                clusters.histogram(clusters.nearest(chosen))));
  }
}
