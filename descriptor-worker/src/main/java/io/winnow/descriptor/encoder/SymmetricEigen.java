package io.winnow.descriptor.encoder;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvalues and eigenvectors of a symmetric positive semi-definite matrix by falling eigenvalue.
 * EJML is single-threaded Java, so the result does not depend on a BLAS or its threads.
 */
final class SymmetricEigen {

  /**
   * Eigenvalues below this share of the largest are rounding noise: features are float32, whose
   * squared relative rounding is about 4e-15.
   */
  private static final double RANK_TOLERANCE = 1e-11;

  private final double[] values;
  private final DMatrixRMaj[] vectors;

  private SymmetricEigen(double[] values, DMatrixRMaj[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  static SymmetricEigen of(double[] matrix, int side) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(side, true, true);
    if (!eigen.decompose(DMatrixRMaj.wrap(side, side, matrix))) {
      throw new EncoderException("the eigen-decomposition of the sample did not converge");
    }
    int[] order =
        IntStream.range(0, side)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[side];
    DMatrixRMaj[] vectors = new DMatrixRMaj[side];
    for (int i = 0; i < side; i++) {
      values[i] = Math.max(0, eigen.getEigenvalue(order[i]).getReal());
      vectors[i] = eigen.getEigenVector(order[i]);
    }
    return new SymmetricEigen(values, vectors);
  }

  double value(int i) {
    return values[i];
  }

  /** The {@code size} largest eigenvalues, by falling value. */
  double[] largest(int size) {
    return Arrays.copyOf(values, size);
  }

  double[] vector(int i) {
    return vectors[i].getData();
  }

  int rank() {
    return rank(values);
  }

  /** How many of the falling eigenvalues are more than rounding noise. */
  static int rank(double[] values) {
    return (int) Arrays.stream(values).filter(v -> v > values[0] * RANK_TOLERANCE).count();
  }

  /** Share of the trace in the first {@code size} eigenvalues. */
  double share(int size) {
    double kept = 0;
    double all = 0;
    for (int i = 0; i < values.length; i++) {
      kept += i < size ? values[i] : 0;
      all += values[i];
    }
    return kept / all;
  }

  /** Writes a unit vector as one row, with its entry of largest magnitude made positive. */
  static void writeRow(float[] vector, float[] rows, int row) {
    int largest = 0;
    for (int i = 1; i < vector.length; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
        largest = i;
      }
    }
    float sign = vector[largest] < 0 ? -1 : 1;
    for (int i = 0; i < vector.length; i++) {
      rows[row * vector.length + i] = sign * vector[i];
    }
  }
}
