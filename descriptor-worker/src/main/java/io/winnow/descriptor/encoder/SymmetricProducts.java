package io.winnow.descriptor.encoder;

import java.util.stream.IntStream;

/**
 * The lower triangle of a growing sum of outer products {@code x xᵀ}, updated by blocks of rows on
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
      triangle[i] = new double[i + 1];
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

  /** The sum for {@code j <= i}; call {@link #flush} first. */
  double at(int i, int j) {
    return triangle[i][j];
  }

  /** Takes in the rows that wait for a full block. */
  void flush() {
    int count = filled;
    IntStream.range(0, side).parallel().forEach(i -> update(i, count));
    filled = 0;
  }

  private void update(int i, int count) {
    double[] weights = new double[count];
    for (int r = 0; r < count; r++) {
      weights[r] = rows[r][i];
    }
    RowSums.add(triangle[i], weights, count, rows, 0);
  }
}
