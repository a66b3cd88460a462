package io.winnow.benchmarks.retrieval;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Mean average precision of searching vectors by cosine. */
final class AveragePrecision {

  private AveragePrecision() {}

  /** Whether an item is an answer to a query. */
  @FunctionalInterface
  interface Relevance {
    boolean isAnswer(int query, int item);
  }

  /**
   * The mean over queries of the precision at each answer's place, averaged over the answers. A
   * query is not among what it searches; one without any answer does not count.
   *
   * @param vectors of L2 norm 1
   * @param queries the first so many vectors are queries
   * @return within 0..1; NaN if no query has an answer
   */
  static double mean(float[][] vectors, int queries, Relevance relevance) {
    return IntStream.range(0, queries)
        .parallel()
        .mapToDouble(query -> of(vectors, query, item -> relevance.isAnswer(query, item)))
        .filter(precision -> !Double.isNaN(precision))
        .average()
        .orElse(Double.NaN);
  }

  private static double of(float[][] vectors, int query, IntPredicate answer) {
    // A cosine and its item in one long: sorts by falling cosine, ties by item.
    long[] ranking = new long[vectors.length - 1];
    int filled = 0;
    for (int item = 0; item < vectors.length; item++) {
      if (item != query) {
        int bits = Float.floatToIntBits(dot(vectors[query], vectors[item]));
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        ranking[filled++] = (long) ~ordered << 32 | item;
      }
    }
    Arrays.sort(ranking);
    int found = 0;
    double sum = 0;
    for (int place = 0; place < ranking.length; place++) {
      if (answer.test((int) ranking[place])) {
        found++;
        sum += (double) found / (place + 1);
      }
    }
    return found == 0 ? Double.NaN : sum / found;
  }

  private static float dot(float[] a, float[] b) {
    // Eight sums, so that the processor need not wait for one.
    float[] sums = new float[8];
    int whole = a.length - a.length % 8;
    for (int i = 0; i < whole; i += 8) {
      for (int lane = 0; lane < 8; lane++) {
        sums[lane] += a[i + lane] * b[i + lane];
      }
    }
    float sum = 0;
    for (float partial : sums) {
      sum += partial;
    }
    for (int i = whole; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
