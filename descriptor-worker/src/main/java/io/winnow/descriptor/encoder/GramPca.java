package io.winnow.descriptor.encoder;

import java.util.Arrays;

/**
 * PCA through the Gram matrix of the centred sample, for vectors longer than the sample is large:
 * if {@code (X Xᵀ) u = λ u} then {@code Xᵀ u / √λ} is a unit eigenvector of {@code Xᵀ X}.
 */
final class GramPca implements Pca {

  private final int features;
  private final float[][] rows;
  private final double[] sum;
  private int count;

  GramPca(int features, int count) {
    this.features = features;
    this.rows = new float[count][];
    this.sum = new double[features];
  }

  @Override
  public void add(float[] vector) {
    rows[count++] = vector.clone();
    for (int i = 0; i < features; i++) {
      sum[i] += vector[i];
    }
  }

  @Override
  public Solution solve(ComponentCount wanted) {
    double[] mean = new double[features];
    float[] floatMean = new float[features];
    for (int i = 0; i < features; i++) {
      mean[i] = sum[i] / count;
      floatMean[i] = (float) mean[i];
    }
    RowProducts products = new RowProducts(Arrays.copyOf(rows, count), mean);
    SymmetricEigen eigen = SymmetricEigen.of(products.gram(), count);
    int size = wanted.within(eigen.rank(), count);
    double[][] weights = new double[size][];
    double[] factors = new double[size];
    for (int j = 0; j < size; j++) {
      weights[j] = eigen.vector(j);
      factors[j] = 1 / Math.sqrt(eigen.value(j));
    }
    float[] components = new float[Math.multiplyExact(size, features)];
    float[][] directions = products.mixtures(weights, factors);
    for (int j = 0; j < size; j++) {
      SymmetricEigen.writeRow(directions[j], components, j);
    }
    return new Solution(
        floatMean, components, eigen.largest(size), eigen.rank(), eigen.share(size));
  }
}
