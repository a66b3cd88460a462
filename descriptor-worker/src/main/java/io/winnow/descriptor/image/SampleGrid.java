package io.winnow.descriptor.image;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Takes samples of a raster, evenly spread and always the same: every nth of every nth row, n as
 * small as {@link SampleRange#MAX_EXAMINED} permits.
 */
final class SampleGrid {

  private static final double UNSIGNED_INT = 0x1p32;

  private final int width;
  private final int height;
  private final int bands;
  private final int step;

  /**
   * @param bands the first so many are looked at
   */
  SampleGrid(int width, int height, int bands) {
    this.width = width;
    this.height = height;
    this.bands = bands;
    int fitting = 1;
    while (count(width, fitting) * count(height, fitting) * bands > SampleRange.MAX_EXAMINED) {
      fitting++;
    }
    this.step = fitting;
  }

  private static long count(int side, int step) {
    return (side + step - 1L) / step;
  }

  /** The samples, ints as unsigned. */
  double[] read(Raster raster) {
    boolean ints = raster.getTransferType() == DataBuffer.TYPE_INT;
    double[] samples = new double[(int) (count(width, step) * count(height, step) * bands)];
    int next = 0;
    for (int y = 0; y < height; y += step) {
      for (int x = 0; x < width; x += step) {
        for (int band = 0; band < bands; band++) {
          double sample = raster.getSampleDouble(x, y, band);
          samples[next++] = ints && sample < 0 ? sample + UNSIGNED_INT : sample;
        }
      }
    }
    return samples;
  }
}
