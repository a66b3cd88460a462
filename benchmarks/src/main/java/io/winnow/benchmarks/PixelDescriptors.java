package io.winnow.benchmarks;

import io.winnow.descriptor.image.IdxImages;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * What a descriptor has to beat: the pixels themselves, of L2 norm 1, as they are or through the
 * same PCA and whitening as an encoder's features.
 */
final class PixelDescriptors {

  private final double[] mean;
  private final List<double[]> components;
  private final double[] variances;

  /** Fits the PCA on all images of a sample. */
  PixelDescriptors(IdxImages sample) {
    int pixels = sample.height() * sample.width();
    mean = new double[pixels];
    DMatrixRMaj rows = new DMatrixRMaj(sample.count(), pixels);
    for (int i = 0; i < sample.count(); i++) {
      float[] image = raw(sample, i);
      for (int p = 0; p < pixels; p++) {
        rows.set(i, p, image[p]);
        mean[p] += image[p] / sample.count();
      }
    }
    for (int i = 0; i < sample.count(); i++) {
      for (int p = 0; p < pixels; p++) {
        rows.add(i, p, -mean[p]);
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(pixels, pixels);
    CommonOps_DDRM.multInner(rows, covariance);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(pixels, true, true);
    if (!eigen.decompose(covariance)) {
      throw new BenchmarkException("the eigen-decomposition of the pixels did not converge");
    }
    List<Integer> order =
        IntStream.range(0, pixels)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -eigen.getEigenvalue(i).getReal()))
            .toList();
    components = order.stream().map(i -> eigen.getEigenVector(i).getData()).toList();
    variances = order.stream().mapToDouble(i -> eigen.getEigenvalue(i).getReal()).toArray();
  }

  /** The pixels of one image, of L2 norm 1. */
  static float[] raw(IdxImages images, int index) {
    byte[] image = images.image(index);
    double[] pixels = new double[image.length];
    for (int p = 0; p < image.length; p++) {
      pixels[p] = Byte.toUnsignedInt(image[p]);
    }
    return unit(pixels);
  }

  /**
   * One image through the PCA, of L2 norm 1.
   *
   * @param size components
   * @param whitening power of its standard deviation that a component is divided by, 0..1
   */
  float[] projected(IdxImages images, int index, int size, double whitening) {
    float[] pixels = raw(images, index);
    double[] values = new double[size];
    for (int j = 0; j < size; j++) {
      double[] component = components.get(j);
      for (int p = 0; p < pixels.length; p++) {
        values[j] += component[p] * (pixels[p] - mean[p]);
      }
      values[j] *= Math.pow(variances[j] / variances[0], -whitening / 2);
    }
    return unit(values);
  }

  private static float[] unit(double[] values) {
    double square = 0;
    for (double value : values) {
      square += value * value;
    }
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / Math.max(Double.MIN_NORMAL, Math.sqrt(square)));
    }
    return unit;
  }
}
