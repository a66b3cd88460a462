package io.winnow.descriptor.encoder;

/**
 * Weighted sums of rows, the one loop that all matrix products here consist of. Four rows share a
 * pass over the sums: as many as the JIT compiler of Java 17 still turns into SIMD instructions,
 * and only where all arrays are read from their beginning. Every sum takes its terms in the order
 * of the rows, so its bits depend neither on blocks nor on threads.
 */
final class RowSums {

  private RowSums() {}

  /**
   * Adds {@code Σ weights[r] · rows[first + r][j]}, r in [0, count), to every {@code sums[j]}.
   *
   * @param count rows to add, at most as many as weights
   * @param rows each at least as long as the sums
   */
  static void add(double[] sums, double[] weights, int count, double[][] rows, int first) {
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      addFour(
          sums,
          weights,
          r,
          rows[first + r],
          rows[first + r + 1],
          rows[first + r + 2],
          rows[first + r + 3]);
    }
    for (; r < count; r++) {
      double weight = weights[r];
      double[] row = rows[first + r];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += weight * row[j];
      }
    }
  }

  private static void addFour(
      double[] sums, double[] weights, int r, double[] a, double[] b, double[] c, double[] d) {
    double p = weights[r];
    double q = weights[r + 1];
    double s = weights[r + 2];
    double t = weights[r + 3];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + p * a[j] + q * b[j] + s * c[j] + t * d[j];
    }
  }
}
