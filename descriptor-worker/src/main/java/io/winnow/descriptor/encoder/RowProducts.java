package io.winnow.descriptor.encoder;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Products of a matrix of float32 rows, centred on the fly, in double precision: on all cores, in
 * blocks that stay in the caches, with sums in a fixed order.
 */
final class RowProducts {

  /** Features whose transposed block all rows share. */
  private static final int GRAM_BLOCK = 64;

  /** Columns of one task of a mixture: its sums and 64 rows of them stay in a core's cache. */
  private static final int MIX_COLUMNS = 512;

  /** Rows added to the sums at once. */
  private static final int MIX_ROWS = 64;

  private final float[][] rows;
  private final double[] mean;

  /**
   * @param rows equally long
   * @param mean what is subtracted from each of them
   */
  RowProducts(float[][] rows, double[] mean) {
    this.rows = rows;
    this.mean = mean;
  }

  /** The Gram matrix, side by side in row-major order: all dot products of two centred rows. */
  double[] gram() {
    int side = rows.length;
    double[][] triangle = new double[side][];
    Arrays.setAll(triangle, i -> new double[i + 1]);
    double[][] transposed = new double[GRAM_BLOCK][side];
    for (int from = 0; from < mean.length; from += GRAM_BLOCK) {
      int first = from;
      int count = Math.min(GRAM_BLOCK, mean.length - from);
      for (int i = 0; i < side; i++) {
        for (int f = 0; f < count; f++) {
          transposed[f][i] = rows[i][from + f] - mean[from + f];
        }
      }
      IntStream.range(0, side)
          .parallel()
          .forEach(i -> RowSums.add(triangle[i], centred(i, first, count), count, transposed, 0));
    }
    double[] gram = new double[Math.multiplyExact(side, side)];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i * side + j] = triangle[i][j];
        gram[j * side + i] = triangle[i][j];
      }
    }
    return gram;
  }

  private double[] centred(int row, int first, int count) {
    double[] centred = new double[count];
    for (int f = 0; f < count; f++) {
      centred[f] = rows[row][first + f] - mean[first + f];
    }
    return centred;
  }

  /**
   * Weighted sums of all centred rows.
   *
   * @param weights one vector of as many weights as rows for every sum
   * @param factors what each sum is multiplied by
   */
  float[][] mixtures(double[][] weights, double[] factors) {
    float[][] mixtures = new float[weights.length][mean.length];
    int tasks = (mean.length + MIX_COLUMNS - 1) / MIX_COLUMNS;
    IntStream.range(0, tasks)
        .parallel()
        .forEach(
            task -> {
              int from = task * MIX_COLUMNS;
              int columns = Math.min(MIX_COLUMNS, mean.length - from);
              double[][] sums = new double[weights.length][columns];
              addRows(weights, from, sums);
              for (int j = 0; j < sums.length; j++) {
                for (int f = 0; f < columns; f++) {
                  mixtures[j][from + f] = (float) (sums[j][f] * factors[j]);
                }
              }
            });
    return mixtures;
  }

  private void addRows(double[][] weights, int from, double[][] sums) {
    double[] shares = new double[MIX_ROWS];
    double[][] block = new double[MIX_ROWS][];
    for (int first = 0; first < rows.length; first += MIX_ROWS) {
      int count = Math.min(MIX_ROWS, rows.length - first);
      for (int r = 0; r < count; r++) {
        block[r] = new double[sums[0].length];
        for (int f = 0; f < block[r].length; f++) {
          block[r][f] = rows[first + r][from + f] - mean[from + f];
        }
      }
      for (int j = 0; j < sums.length; j++) {
        System.arraycopy(weights[j], first, shares, 0, count);
        RowSums.add(sums[j], shares, count, block, 0);
      }
    }
  }
}
