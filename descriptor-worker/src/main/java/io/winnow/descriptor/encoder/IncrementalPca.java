package io.winnow.descriptor.encoder;

import java.util.Arrays;

/**
 * PCA in one pass and bounded memory, for long vectors of a large sample (Ross et al. 2008): the
 * principal directions so far, each times its singular value, are joined with the next block of
 * centred vectors and a row for the shift of the mean; the Gram matrix of these rows gives the next
 * directions. Only the strongest {@code kept} go on, so small directions are approximate and the
 * rank is at most {@code kept}. No randomness; sums do not depend on the threads.
 */
final class IncrementalPca implements Pca {

  private static final int MIN_KEPT = 256;

  private final int features;
  private final int kept;
  private final float[][] block;
  private final double[] mean;
  private double squares;
  private float[][] directions = new float[0][];
  private int filled;
  private int count;

  IncrementalPca(int features, int size) {
    this.features = features;
    this.kept = keptFor(size);
    this.block = new float[kept][];
    this.mean = new double[features];
  }

  /** Twice the descriptor, so that what is cut off hardly touches the components. */
  static int keptFor(int size) {
    return Math.max(MIN_KEPT, 2 * size);
  }

  /** Bytes held at most: directions, a block, and the next directions. */
  static long bytes(int features, int size) {
    return 3L * keptFor(size) * features * Float.BYTES;
  }

  @Override
  public void add(float[] vector) {
    block[filled++] = vector.clone();
    if (filled == kept) {
      merge();
    }
  }

  @Override
  public Solution solve(ComponentCount wanted) {
    if (filled > 0) {
      merge();
    }
    double[] variances = new double[directions.length];
    for (int j = 0; j < variances.length; j++) {
      variances[j] = dot(directions[j], directions[j]);
    }
    int rank = SymmetricEigen.rank(variances);
    int size = wanted.within(rank, count);
    float[] components = new float[Math.multiplyExact(size, features)];
    double explained = 0;
    for (int j = 0; j < size; j++) {
      explained += variances[j];
      SymmetricEigen.writeRow(unit(directions[j], Math.sqrt(variances[j])), components, j);
    }
    float[] floatMean = new float[features];
    double centre = 0;
    for (int f = 0; f < features; f++) {
      floatMean[f] = (float) mean[f];
      centre += mean[f] * mean[f];
    }
    double total = squares - count * centre;
    return new Solution(
        floatMean, components, Arrays.copyOf(variances, size), rank, explained / total);
  }

  private void merge() {
    double[] blockMean = new double[features];
    for (int r = 0; r < filled; r++) {
      squares += dot(block[r], block[r]);
      for (int f = 0; f < features; f++) {
        blockMean[f] += block[r][f];
      }
    }
    for (int f = 0; f < features; f++) {
      blockMean[f] /= filled;
    }
    for (int r = 0; r < filled; r++) {
      for (int f = 0; f < features; f++) {
        block[r][f] = (float) (block[r][f] - blockMean[f]);
      }
    }
    float[] shift = shiftTo(blockMean);
    float[][] rows = Arrays.copyOf(directions, directions.length + filled + 1);
    System.arraycopy(block, 0, rows, directions.length, filled);
    rows[rows.length - 1] = shift;
    directions = strongest(rows);
    Arrays.fill(block, null);
    filled = 0;
  }

  /** The row that accounts for the two means, and the mean of all vectors in its place. */
  private float[] shiftTo(double[] blockMean) {
    double all = (double) count + filled;
    double weight = Math.sqrt(count / all * filled);
    float[] shift = new float[features];
    for (int f = 0; f < features; f++) {
      double difference = blockMean[f] - mean[f];
      shift[f] = (float) (weight * difference);
      mean[f] += difference * filled / all;
    }
    count += filled;
    return shift;
  }

  private float[][] strongest(float[][] rows) {
    // Their own mean is not zero: it is the shift's row that accounts for it.
    RowProducts products = new RowProducts(rows, new double[features]);
    SymmetricEigen eigen = SymmetricEigen.of(products.gram(), rows.length);
    double[][] weights = new double[Math.min(kept, eigen.rank())][];
    Arrays.setAll(weights, eigen::vector);
    double[] factors = new double[weights.length];
    Arrays.fill(factors, 1);
    return products.mixtures(weights, factors);
  }

  /** In eight running sums, since one would wait for itself at every step. */
  private static double dot(float[] a, float[] b) {
    double[] sums = new double[8];
    int whole = a.length & ~7;
    for (int f = 0; f < whole; f += 8) {
      for (int lane = 0; lane < 8; lane++) {
        sums[lane] += (double) a[f + lane] * b[f + lane];
      }
    }
    double dot = 0;
    for (double sum : sums) {
      dot += sum;
    }
    for (int f = whole; f < a.length; f++) {
      dot += (double) a[f] * b[f];
    }
    return dot;
  }

  private static float[] unit(float[] direction, double norm) {
    float[] unit = new float[direction.length];
    for (int f = 0; f < unit.length; f++) {
      unit[f] = (float) (direction[f] / norm);
    }
    return unit;
  }
}
