package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Clustering;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.BitSet;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How much a selection shifts the mix of what it was chosen from: the Kullback-Leibler divergence
 * of cluster histograms (equation 5 of the paper). The clusters are those of one k-means run on the
 * shortlist with a fixed seed, so that a shortlist has the same clusters everywhere.
 */
public final class ClusterDivergence {

  /** Clusters of a shortlist that has as many images. */
  public static final int CLUSTERS = 16;

  private static final long SEED = 5;

  /**
   * Share of the shortlist's histogram mixed into the selection's, so that a cluster of which
   * nothing is selected counts finitely. Added counts would make small selections look even.
   */
  private static final double MIXED = 0.01;

  private final Shortlist shortlist;
  private final int[] clusterOf;
  private final double[] whole;

  public ClusterDivergence(Shortlist shortlist) {
    this.shortlist = shortlist;
    int size = shortlist.size();
    clusterOf = new int[size];
    whole = new double[Math.min(CLUSTERS, size)];
    if (size == 0) {
      return;
    }
    Clustering clustering =
        Clustering.seeded(shortlist.vectors(), whole.length, SEED, SimilarityEngine.shared());
    for (int i = 0; i < size; i++) {
      clusterOf[i] = clustering.clusterOf(i);
      whole[clusterOf[i]]++;
    }
  }

  /**
   * Returns KL(P‖Q) = Σ p·ln(p/q) in nats, P the shortlist's histogram and Q 99 % of the
   * selection's with 1 % of the shortlist's: 0 for equal shares, ln 100 at most. Empty for an empty
   * selection.
   *
   * @param selected positions in the shortlist, from 0
   * @throws IllegalArgumentException if a position is out of range
   */
  public OptionalDouble of(Collection<Integer> selected) {
    BitSet positions = Positions.checked(shortlist, selected);
    if (positions.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] chosen = new double[whole.length];
    positions.stream().forEach(position -> chosen[clusterOf[position]]++);
    return OptionalDouble.of(between(whole, chosen));
  }

  /** As {@link #of}, from counts per cluster; neither is empty. */
  static double between(double[] whole, double[] chosen) {
    double all = DoubleStream.of(whole).sum();
    double some = DoubleStream.of(chosen).sum();
    double divergence = 0;
    for (int c = 0; c < whole.length; c++) {
      double p = whole[c] / all;
      double q = (1 - MIXED) * (chosen[c] / some) + MIXED * p;
      if (p > 0) {
        divergence += p * StrictMath.log(p / q);
      }
    }
    return Math.max(0.0, divergence); // rounding may go below
  }
}
