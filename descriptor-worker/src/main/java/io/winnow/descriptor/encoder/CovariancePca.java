package io.winnow.descriptor.encoder;

/** PCA by streaming sums of products; memory is the square of the vector length. */
final class CovariancePca implements Pca {

  private final int features;
  private final double[] sum;
  private final SymmetricProducts products;
  private int count;

  CovariancePca(int features) {
    this.features = features;
    this.sum = new double[features];
    this.products = new SymmetricProducts(features);
  }

  @Override
  public void add(float[] vector) {
    for (int i = 0; i < features; i++) {
      sum[i] += vector[i];
    }
    products.add(vector);
    count++;
  }

  @Override
  public Solution solve(ComponentCount wanted) {
    SymmetricEigen eigen = SymmetricEigen.of(covariance(), features);
    int size = wanted.within(eigen.rank(), count);
    float[] components = new float[size * features];
    for (int j = 0; j < size; j++) {
      SymmetricEigen.writeRow(floats(eigen.vector(j)), components, j);
    }
    float[] mean = new float[features];
    for (int i = 0; i < features; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return new Solution(mean, components, eigen.largest(size), eigen.rank(), eigen.share(size));
  }

  private static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  private double[] covariance() {
    products.flush();
    double[] covariance = new double[features * features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j <= i; j++) {
        double value = (products.at(i, j) - sum[j] / count * sum[i]) / count;
        covariance[i * features + j] = value;
        covariance[j * features + i] = value;
      }
    }
    return covariance;
  }
}
