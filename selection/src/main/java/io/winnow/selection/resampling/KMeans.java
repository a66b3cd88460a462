package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code kmeans++}: Patra and Bruzzone (Pattern Recognition Letters 33, 2012) as the paper runs it:
 * the shortlist is cut in T' clusters by k-means, seeded by k-means++ and run {@value #RUNS} times,
 * of which the tightest counts; of every cluster the most uncertain candidate is selected. Where
 * clusters are empty, as of repeated images, the most uncertain of the others fill the budget.
 */
final class KMeans extends BudgetedResampler {
  private static final int RUNS = 3;

  private final long seed;
  private final SimilarityEngine engine;

  KMeans(long seed, SimilarityEngine engine) {
    super(Resamplers.K_MEANS);
    this.seed = seed;
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    List<float[]> vectors = shortlist.vectors();
    SplitMix64 random = new SplitMix64(seed);
    Clustering best = null;
    for (int run = 0; run < RUNS; run++) {
      Clustering clustering = new Clustering(vectors, budget, random, engine);
      if (best == null || clustering.tightness() > best.tightness()) {
        best = clustering;
      }
    }
    int[] firstOfCluster = new int[budget];
    Arrays.fill(firstOfCluster, -1);
    BitSet heads = new BitSet(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      int cluster = best.clusterOf(i);
      if (firstOfCluster[cluster] < 0) {
        firstOfCluster[cluster] = i;
        heads.set(i);
      }
    }
    BitSet selected = (BitSet) heads.clone();
    fillUp(selected, budget);
    return new Resampling(
        Resemblances.ofDropped(engine, vectors, selected)
            .decisions(
                shortlist,
                selected,
                i ->
                    Reason.of(
                        heads.get(i)
                            ? ReasonCode.MOST_UNCERTAIN_OF_CLUSTER
                            : ReasonCode.FILLS_BUDGET_BY_UNCERTAINTY)),
        OptionalDouble.empty(),
        false);
  }
}
