package io.winnow.descriptor.encoder;

import java.util.stream.IntStream;

/**
 * The upper triangle of a growing sum of outer products {@code x xᵀ}, updated by blocks of rows on
 * all cores. Every entry is summed in the order of the rows, so it does not depend on the threads.
 */
final class SymmetricProducts {

  /** Rows per update: enough to amortise the pass over the triangle. */
  private static final int BLOCK = 64;

  private final int side;
  private final double[][] triangle;
  private final double[][] rows;
  private int filled;

  SymmetricProducts(int side) {
    this.side = side;
    this.triangle = new double[side][];
    for (int i = 0; i < side; i++) {
      triangle[i] = new double[side - i];
    }
    this.rows = new double[BLOCK][side];
  }

  void add(float[] vector) {
    double[] row = rows[filled++];
    for (int i = 0; i < side; i++) {
      row[i] = vector[i];
    }
    if (filled == BLOCK) {
      flush();
    }
  }

  /** The sum for {@code i <= j}; call {@link #flush} first. */
  double at(int i, int j) {
    return triangle[i][j - i];
  }

  /** Takes in the rows that wait for a full block. */
  void flush() {
    int count = filled;
    IntStream.range(0, side).parallel().forEach(i -> update(i, count));
    filled = 0;
  }

  private void update(int i, int count) {
    double[] sums = triangle[i];
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      addFour(sums, i, rows[r], rows[r + 1], rows[r + 2], rows[r + 3]);
    }
    for (; r < count; r++) {
      double[] row = rows[r];
      double value = row[i];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += value * row[i + j];
      }
    }
  }

  /** Four rows in one pass over the sums, added from left to right. */
  private static void addFour(
      double[] sums, int i, double[] a, double[] b, double[] c, double[] d) {
    double p = a[i];
    double q = b[i];
    double r = c[i];
    double s = d[i];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + p * a[i + j] + q * b[i + j] + r * c[i + j] + s * d[i + j];
    }
  }
}
