package io.winnow.descriptor.encoder;

/**
 * Weighted sums of rows, the one loop that all matrix products here consist of. Eight rows share a
 * pass over the sums, which the JIT compiler turns into SIMD instructions; every sum takes its
 * terms in the order of the rows, so its bits depend neither on blocks nor on threads.
 */
final class RowSums {

  private RowSums() {}

  /**
   * Adds {@code Σ weights[r] · rows[firstRow + r][from + j]}, r in [0, count), to every {@code
   * sums[j]}.
   *
   * @param count rows to add, at most as many as weights
   * @param from first column of the rows; they reach to {@code from + sums.length} at least
   */
  static void add(
      double[] sums, double[] weights, int count, double[][] rows, int firstRow, int from) {
    int r = 0;
    for (; r + 8 <= count; r += 8) {
      addEight(sums, weights, r, rows, firstRow + r, from);
    }
    for (; r < count; r++) {
      double weight = weights[r];
      double[] row = rows[firstRow + r];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += weight * row[from + j];
      }
    }
  }

  private static void addEight(
      double[] sums, double[] weights, int w, double[][] rows, int row, int from) {
    addEight(
        sums,
        from,
        rows[row],
        rows[row + 1],
        rows[row + 2],
        rows[row + 3],
        rows[row + 4],
        rows[row + 5],
        rows[row + 6],
        rows[row + 7],
        weights[w],
        weights[w + 1],
        weights[w + 2],
        weights[w + 3],
        weights[w + 4],
        weights[w + 5],
        weights[w + 6],
        weights[w + 7]);
  }

  @SuppressWarnings("TooManyParameters") // locals that stay in registers are the point
  private static void addEight(
      double[] sums,
      int from,
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double[] r4,
      double[] r5,
      double[] r6,
      double[] r7,
      double w0,
      double w1,
      double w2,
      double w3,
      double w4,
      double w5,
      double w6,
      double w7) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] =
          sums[j]
              + w0 * r0[from + j]
              + w1 * r1[from + j]
              + w2 * r2[from + j]
              + w3 * r3[from + j]
              + w4 * r4[from + j]
              + w5 * r5[from + j]
              + w6 * r6[from + j]
              + w7 * r7[from + j];
    }
  }
}
