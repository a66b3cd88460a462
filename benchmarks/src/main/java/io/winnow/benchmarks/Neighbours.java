package io.winnow.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Nearest neighbours by cosine within one set of vectors.
 *
 * @param vectors vectors of L2 norm 1, all of one length
 */
@SuppressWarnings("ArrayRecordComponent") // a view on what the caller made, never compared
record Neighbours(float[][] vectors) {

  /**
   * Mean share of a query's nearest neighbours that are of its class. The query itself does not
   * count as one.
   *
   * @param classes class of each vector
   * @param queries the first so many vectors are queries
   * @param k neighbours of each query, below the number of vectors
   */
  double precision(int[] classes, int queries, int k) {
    if (k >= vectors.length || queries > vectors.length || queries < 1 || k < 1) {
      throw new BenchmarkException(
          "cannot look for %d neighbours of %d queries among %d vectors"
              .formatted(k, queries, vectors.length));
    }
    long same = 0;
    for (int query = 0; query < queries; query++) {
      int wanted = classes[query];
      same += Arrays.stream(nearest(query, k)).filter(n -> classes[n] == wanted).count();
    }
    return (double) same / queries / k;
  }

  /** The k vectors of largest cosine to one of them, itself left out, in no particular order. */
  int[] nearest(int query, int k) {
    double[] cosines = new double[vectors.length];
    PriorityQueue<Integer> best =
        new PriorityQueue<>(Comparator.comparingDouble((Integer n) -> cosines[n]));
    for (int n = 0; n < vectors.length; n++) {
      if (n == query) {
        continue;
      }
      cosines[n] = dot(vectors[query], vectors[n]);
      if (best.size() < k) {
        best.add(n);
      } else if (cosines[n] > cosines[best.element()]) {
        best.remove();
        best.add(n);
      }
    }
    return best.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
