package io.winnow.selection.resampling;

import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run of k-means: seeds by D² sampling (Arthur and Vassilvitskii, "k-means++", SODA 2007), then
 * at most {@value #ITERATIONS} of Lloyd's iterations. Sums are doubles in the order of the
 * shortlist, so that a seed gives the same clusters everywhere.
 */
public final class Clustering {
  private static final int ITERATIONS = 10;

  private final List<float[]> vectors;
  private final SimilarityEngine engine;
  private final int[] clusters;
  private final float[] scores;
  private final List<float[]> centres;

  Clustering(List<float[]> vectors, int count, SplitMix64 random, SimilarityEngine engine) {
    this.vectors = vectors;
    this.engine = engine;
    clusters = new int[vectors.size()];
    scores = new float[vectors.size()];
    centres = seeds(count, random);
    assign(vectors, clusters, scores);
    boolean moved = true;
    for (int i = 0; i < ITERATIONS && moved; i++) {
      int[] before = clusters.clone();
      moveToMeans();
      assign(vectors, clusters, scores);
      moved = !Arrays.equals(before, clusters);
    }
  }

  /**
   * One run with a seed of its own.
   *
   * @param count clusters, from 1
   */
  public static Clustering seeded(
      List<float[]> vectors, int count, long seed, SimilarityEngine engine) {
    return new Clustering(vectors, count, new SplitMix64(seed), engine);
  }

  /** In [0, count). */
  public int clusterOf(int position) {
    return clusters[position];
  }

  /** The cluster with the nearest centre of each of the vectors, which may be others. */
  public int[] nearest(List<float[]> others) {
    int[] nearest = new int[others.size()];
    assign(others, nearest, new float[others.size()]);
    return nearest;
  }

  /** How many vectors each cluster has. */
  public double[] histogram(int[] clustersOfVectors) {
    double[] histogram = new double[centres.size()];
    for (int cluster : clustersOfVectors) {
      histogram[cluster]++;
    }
    return histogram;
  }

  /** Larger is tighter: −½ of the sum of the squared distances, up to a constant. */
  double tightness() {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    return sum;
  }

  private List<float[]> seeds(int count, SplitMix64 random) {
    VectorTable table = engine.table(vectors);
    double[] squared = new double[vectors.size()];
    Arrays.setAll(squared, i -> squaredLength(vectors.get(i)));
    double[] distances = new double[vectors.size()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    float[] dots = new float[vectors.size()];
    List<float[]> seeds = new ArrayList<>(count);
    int next = random.nextInt(vectors.size());
    while (true) {
      seeds.add(vectors.get(next).clone());
      if (seeds.size() == count) {
        return seeds;
      }
      table.dots(next, 0, dots.length, dots);
      double total = 0;
      for (int i = 0; i < dots.length; i++) {
        double distance = i == next ? 0 : Math.max(0, squared[i] + squared[next] - 2.0 * dots[i]);
        distances[i] = Math.min(distances[i], distance);
        total += distances[i];
      }
      next = draw(distances, random.nextDouble() * total);
    }
  }

  /** The first position at which the running sum exceeds {@code target}, else the last possible. */
  private static int draw(double[] weights, double target) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        sum += weights[i];
        last = i;
        if (sum > target) {
          return i;
        }
      }
    }
    return last;
  }

  /** Every vector to its nearest centre, that is of largest x·c − ½‖c‖²; ties: the first. */
  private void assign(List<float[]> others, int[] nearest, float[] best) {
    float[] halves = new float[centres.size()];
    for (int c = 0; c < halves.length; c++) {
      halves[c] = (float) (squaredLength(centres.get(c)) / 2);
    }
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    engine
        .table(centres)
        .against(
            others,
            (row, firstColumn, count, dots, offset) -> {
              for (int c = 0; c < count; c++) {
                float score = dots[offset + c] - halves[firstColumn + c];
                if (score > best[row]) {
                  best[row] = score;
                  nearest[row] = firstColumn + c;
                }
              }
            });
  }

  /** Moves each centre to the mean of its cluster; one without any stays. */
  private void moveToMeans() {
    int dimension = vectors.get(0).length;
    int[] sizes = new int[centres.size()];
    double[][] sums = new double[centres.size()][dimension];
    for (int i = 0; i < clusters.length; i++) {
      sizes[clusters[i]]++;
      double[] sum = sums[clusters[i]];
      float[] vector = vectors.get(i);
      for (int d = 0; d < dimension; d++) {
        sum[d] += vector[d];
      }
    }
    for (int c = 0; c < sizes.length; c++) {
      for (int d = 0; d < dimension && sizes[c] > 0; d++) {
        centres.get(c)[d] = (float) (sums[c][d] / sizes[c]);
      }
    }
  }

  private static double squaredLength(float[] vector) {
    double sum = 0;
    for (float entry : vector) {
      sum += (double) entry * entry;
    }
    return sum;
  }
}
