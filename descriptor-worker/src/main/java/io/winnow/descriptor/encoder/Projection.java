package io.winnow.descriptor.encoder;

/**
 * The PCA of an encoder: {@code l2(components · (x − mean))}, accumulated in double over the
 * features in order, so that a descriptor does not depend on its batch.
 */
final class Projection {

  /** Below it the direction is rounding noise of float32 features. */
  private static final double MIN_NORM = 1e-9;

  private final float[] mean;
  private final double[] transposed;
  private final int size;

  Projection(Encoder encoder) {
    this.mean = encoder.mean();
    this.size = encoder.descriptorSize();
    this.transposed = transpose(encoder.components(), size, mean.length);
  }

  /** Features by components, so that the inner loop runs over neighbouring memory. */
  private static double[] transpose(float[] components, int size, int features) {
    double[] transposed = new double[components.length];
    for (int j = 0; j < size; j++) {
      for (int f = 0; f < features; f++) {
        transposed[f * size + j] = components[j * features + f];
      }
    }
    return transposed;
  }

  float[] project(float[] features, int index) {
    double[] sums = new double[size];
    for (int f = 0; f < mean.length; f++) {
      double centred = (double) features[f] - mean[f];
      int row = f * size;
      for (int j = 0; j < size; j++) {
        sums[j] += centred * transposed[row + j];
      }
    }
    return unit(sums, index);
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
