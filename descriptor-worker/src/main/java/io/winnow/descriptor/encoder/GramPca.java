package io.winnow.descriptor.encoder;

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
  public String method() {
    return "gram";
  }

  @Override
  public Solution solve(int size) {
    double[] mean = new double[features];
    for (int i = 0; i < features; i++) {
      mean[i] = sum[i] / count;
    }
    SymmetricEigen eigen = SymmetricEigen.of(gram(mean), count);
    eigen.requireRank(size, count);
    float[] components = new float[Math.multiplyExact(size, features)];
    for (int j = 0; j < size; j++) {
      SymmetricEigen.writeRow(component(eigen, j, mean), components, j);
    }
    float[] floatMean = new float[features];
    for (int i = 0; i < features; i++) {
      floatMean[i] = (float) mean[i];
    }
    return new Solution(
        floatMean, components, eigen.largest(size), eigen.rank(), eigen.share(size));
  }

  private double[] gram(double[] mean) {
    double[] gram = new double[count * count];
    double[] centred = new double[features];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        centred[f] = rows[i][f] - mean[f];
      }
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int f = 0; f < features; f++) {
          dot += centred[f] * (rows[j][f] - mean[f]);
        }
        gram[i * count + j] = dot;
        gram[j * count + i] = dot;
      }
    }
    return gram;
  }

  private double[] component(SymmetricEigen eigen, int j, double[] mean) {
    double[] weights = eigen.vector(j);
    double[] component = new double[features];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        component[f] += weights[i] * (rows[i][f] - mean[f]);
      }
    }
    double norm = Math.sqrt(eigen.value(j));
    for (int f = 0; f < features; f++) {
      component[f] /= norm;
    }
    return component;
  }
}
