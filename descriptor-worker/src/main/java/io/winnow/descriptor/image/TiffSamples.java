package io.winnow.descriptor.image;

import io.winnow.descriptor.image.tiff.TiffDirectory;
import io.winnow.descriptor.image.tiff.TiffLayout;
import io.winnow.descriptor.image.tiff.TiffTag;
import java.awt.image.Raster;
import java.util.Optional;
import java.util.OptionalDouble;

/** The samples of a TIFF as numbers, and as levels from 0 to 255 by the range of their values. */
final class TiffSamples {

  private static final int EXACT_BITS = 8;

  private final Raster raster;
  private final TiffLayout layout;
  private final SampleRange range;

  private TiffSamples(Raster raster, TiffLayout layout, SampleRange range) {
    this.raster = raster;
    this.layout = layout;
    this.range = range;
  }

  /**
   * Samples whose reader left their bits as they are.
   *
   * @param colours number of bands, the first ones, that share a range of values
   */
  static TiffSamples of(Raster raster, TiffDirectory page, TiffLayout layout, int colours) {
    TiffSamples full = new TiffSamples(raster, layout, fullRange(layout));
    if (layout.photometric() == TiffLayout.PALETTE) {
      return full;
    }
    if (layout.bits() <= EXACT_BITS && layout.format() == TiffLayout.UNSIGNED) {
      return full;
    }
    double[] examined = full.examine(colours);
    int step = layout.format() == TiffLayout.FLOAT ? 0 : 1;
    SampleRange found = SampleRange.of(examined, full.range, step);
    return new TiffSamples(raster, layout, declaredRange(page, full.range, examined).orElse(found));
  }

  private static SampleRange fullRange(TiffLayout layout) {
    return layout.format() == TiffLayout.FLOAT
        ? SampleRange.ofFloats()
        : SampleRange.ofBits(layout.bits());
  }

  /**
   * What the file declares, if it is true of all but a few samples. The full range is what TIFF
   * takes for declared where nothing is, so it says nothing.
   *
   * @param sorted samples
   */
  private static Optional<SampleRange> declaredRange(
      TiffDirectory page, SampleRange full, double[] sorted) {
    OptionalDouble high = page.real(TiffTag.S_MAX_SAMPLE_VALUE, 0);
    OptionalDouble low = page.real(TiffTag.S_MIN_SAMPLE_VALUE, 0);
    if (high.isEmpty()) {
      high = page.real(TiffTag.MAX_SAMPLE_VALUE, 0);
      low = page.real(TiffTag.MIN_SAMPLE_VALUE, 0);
    }
    double most = high.orElse(full.high());
    double least = low.orElse(0);
    if (!(most > least) || Double.isInfinite(most - least) || most == full.high()) {
      return Optional.empty();
    }
    double almostAll = sorted[(int) (0.999 * (sorted.length - 1))];
    return almostAll > most ? Optional.empty() : Optional.of(new SampleRange(least, most));
  }

  private double[] examine(int colours) {
    SampleGrid grid = new SampleGrid(layout.width(), layout.height(), colours);
    double[] samples = grid.read(raster);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = number(samples[i]);
    }
    return samples;
  }

  /** The number that the bits of a sample mean, which come as an unsigned integer. */
  private double number(double bits) {
    if (layout.bits() > 32) {
      return bits;
    }
    return switch (layout.format()) {
      case TiffLayout.FLOAT ->
          layout.bits() == 16
              ? HalfFloat.toDouble((int) bits)
              : Float.intBitsToFloat((int) (long) bits);
      case TiffLayout.SIGNED -> {
        double beyond = Math.pow(2, layout.bits());
        yield bits >= beyond / 2 ? bits - beyond : bits;
      }
      default -> bits;
    };
  }

  /** Levels of the first bands, interleaved. */
  byte[] levels(int bands) {
    byte[] levels = new byte[bands * layout.width() * layout.height()];
    for (int band = 0; band < bands; band++) {
      fill(levels, band, bands, band, range);
    }
    return levels;
  }

  /** Levels of one band by the full range of its type, whatever that of the colours. */
  byte[] fullRangeLevels(int band) {
    byte[] levels = new byte[layout.width() * layout.height()];
    fill(levels, 0, 1, band, fullRange(layout));
    return levels;
  }

  private void fill(byte[] levels, int start, int stride, int band, SampleRange values) {
    double[] row = new double[layout.width()];
    int to = start;
    for (int y = 0; y < layout.height(); y++) {
      readRow(y, band, row);
      for (double sample : row) {
        levels[to] = (byte) Math.round(255 * values.position(sample));
        to += stride;
      }
    }
  }

  private void readRow(int y, int band, double[] row) {
    raster.getSamples(0, y, layout.width(), 1, band, row);
    for (int x = 0; x < row.length; x++) {
      double bits = row[x];
      // Rasters of int give the upper half of their values as negative.
      row[x] = number(layout.bits() <= 32 && bits < 0 ? bits + 0x1p32 : bits);
    }
  }

  /** One row of indices into a palette. */
  void readIndices(int y, int[] row) {
    raster.getSamples(0, y, layout.width(), 1, 0, row);
  }
}
