package io.winnow.descriptor.encoder;

/**
 * The PCA of an encoder: {@code l2(components · (x − mean))}, accumulated in double over the
 * features in order, so that a descriptor does not depend on its batch.
 */
final class Projection {

  /** Below it the direction is rounding noise of float32 features. */
  private static final double MIN_NORM = 1e-9;

  /** Images that share a pass over the components, which do not fit the caches. */
  private static final int BLOCK = 16;

  /** Features of one step of that pass: their part of the components fits. */
  private static final int FEATURES = 64;

  private final float[] mean;
  private final double[][] transposed;
  private final int size;

  /**
   * A projection.
   *
   * @param mean feature vector that is subtracted
   * @param components one component per row, each as long as the mean
   */
  Projection(float[] mean, float[] components) {
    this.mean = mean;
    this.size = components.length / mean.length;
    this.transposed = transpose(components, size, mean.length);
  }

  /** Features by components, so that the inner loop runs over neighbouring memory. */
  private static double[][] transpose(float[] components, int size, int features) {
    double[][] transposed = new double[features][size];
    for (int f = 0; f < features; f++) {
      for (int j = 0; j < size; j++) {
        transposed[f][j] = components[j * features + f];
      }
    }
    return transposed;
  }

  /**
   * Projects the feature vectors of a batch.
   *
   * @throws DegenerateImageException for the first without a direction
   */
  float[][] project(float[][] features) {
    float[][] descriptors = new float[features.length][];
    for (int from = 0; from < features.length; from += BLOCK) {
      int to = Math.min(from + BLOCK, features.length);
      double[][] sums = sums(features, from, to);
      for (int i = from; i < to; i++) {
        descriptors[i] = unit(sums[i - from], i);
      }
    }
    return descriptors;
  }

  private double[][] sums(float[][] features, int from, int to) {
    double[][] sums = new double[to - from][size];
    double[] centred = new double[FEATURES];
    for (int first = 0; first < mean.length; first += FEATURES) {
      int count = Math.min(FEATURES, mean.length - first);
      for (int i = from; i < to; i++) {
        for (int f = 0; f < count; f++) {
          centred[f] = (double) features[i][first + f] - mean[first + f];
        }
        RowSums.add(sums[i - from], centred, count, transposed, first);
      }
    }
    return sums;
  }

  private static float[] unit(double[] sums, int index) {
    double square = 0;
    for (double sum : sums) {
      square += sum * sum;
    }
    double norm = Math.sqrt(square);
    if (!(norm >= MIN_NORM) || Double.isInfinite(norm)) {
      throw new DegenerateImageException(index, norm);
    }
    float[] unit = new float[sums.length];
    for (int j = 0; j < unit.length; j++) {
      unit[j] = (float) (sums[j] / norm);
    }
    return unit;
  }
}
