package io.winnow.descriptor.image;

import java.awt.image.WritableRaster;
import java.util.Optional;

/** Brings samples of 16 bits to their full range. */
final class ShortSamples {

  private static final int FULL = 0xffff;

  private ShortSamples() {}

  /**
   * Stretches the colours of a raster in place, and leaves alpha as it is.
   *
   * @param colours number of bands that are colours, the first ones
   * @param significantBits as the file declares them, 0 if it does not. Proper writers have scaled
   *     such samples to 16 bits, others have not.
   */
  static void stretch(WritableRaster raster, int colours, int significantBits) {
    SampleRange range = range(raster, colours, significantBits);
    if (range.equals(SampleRange.ofBits(16))) {
      return;
    }
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < colours; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          row[x] = (int) Math.round(FULL * range.position(row[x]));
        }
        raster.setSamples(0, y, width, 1, band, row);
      }
    }
  }

  private static SampleRange range(WritableRaster raster, int colours, int significantBits) {
    double[] samples = new SampleGrid(raster.getWidth(), raster.getHeight(), colours).read(raster);
    SampleRange full = SampleRange.ofBits(16);
    return declared(samples, significantBits).orElseGet(() -> SampleRange.of(samples, full, 1));
  }

  private static Optional<SampleRange> declared(double[] samples, int significantBits) {
    if (significantBits < 1 || significantBits >= 16) {
      return Optional.empty();
    }
    SampleRange range = SampleRange.ofBits(significantBits);
    for (double sample : samples) {
      if (sample > range.high()) {
        return Optional.empty();
      }
    }
    return Optional.of(range);
  }
}
