package io.winnow.descriptor.image;

import io.winnow.descriptor.image.tiff.TiffDirectory;
import io.winnow.descriptor.image.tiff.TiffFile;
import io.winnow.descriptor.image.tiff.TiffLayout;
import io.winnow.descriptor.image.tiff.TiffRewriter;
import io.winnow.descriptor.image.tiff.TiffTag;
import java.awt.image.BandedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.IIOException;

/**
 * The main page of a TIFF or BigTIFF. Its reader undoes the compression; what the samples mean is
 * decided here, but for those that compression and colours cannot be separated of: JPEG, YCbCr,
 * fax.
 */
final class TiffPicture implements EncodedPicture {

  private static final Map<Integer, String> UNSUPPORTED =
      Map.ofEntries(
          Map.entry(32_809, "ThunderScan"),
          Map.entry(34_661, "JBIG"),
          Map.entry(34_676, "LogLuv"),
          Map.entry(34_677, "LogLuv"),
          Map.entry(34_712, "JPEG 2000"),
          Map.entry(34_887, "LERC"),
          Map.entry(34_892, "lossy DNG"),
          Map.entry(34_925, "LZMA"),
          Map.entry(33_003, "JPEG 2000"),
          Map.entry(33_005, "JPEG 2000"),
          Map.entry(50_001, "WebP"),
          Map.entry(50_002, "JPEG XL"),
          Map.entry(52_546, "JPEG XL"));

  private static final ImageIoReader READER = ImageIoReader.of("tiff", "bigtiff");

  private final byte[] tiff;
  private final TiffFile file;
  private final TiffDirectory page;
  private final TiffLayout layout;
  private final Consumer<Oddity> oddities;

  private TiffPicture(byte[] tiff, Consumer<Oddity> oddities) throws IOException {
    this.tiff = tiff;
    this.file = TiffFile.of(tiff);
    this.page = file.mainPage();
    this.layout = TiffLayout.of(page);
    this.oddities = oddities;
    String unsupported = UNSUPPORTED.get(layout.compression());
    if (unsupported != null) {
      throw new IIOException(
          "a TIFF compressed with %s (%d) is not supported"
              .formatted(unsupported, layout.compression()));
    }
  }

  static EncodedPicture of(byte[] tiff, Consumer<Oddity> oddities) throws IOException {
    return new TiffPicture(tiff, oddities);
  }

  @Override
  public Footprint footprint() {
    long pixels = (long) layout.width() * layout.height();
    long jpegFrame = isJpeg() ? JpegInTiff.largestFrame(tiff, page, layout) : 0;
    long samples = pixels * layout.bands() * layout.sampleBytes();
    long zstd = layout.compression() == TiffLayout.ZSTD ? samples : 0;
    long band = layout.planar() ? pixels * layout.sampleBytes() : 0;
    // Rows of a tile, in the bits of the file and in those of memory; of zstd a whole one.
    long row = 4L * layout.stripWidth() * layout.bands() * layout.sampleBytes();
    long strip = zstd > 0 || isJpeg() ? layout.stripBytes() : 0;
    return new Footprint(
        layout.width(),
        layout.height(),
        layout.bands(),
        layout.bits(),
        Math.max(pixels, jpegFrame),
        samples + zstd + band + row + strip + 7 * jpegFrame + Footprint.RESULT_BYTES * pixels);
  }

  private boolean isJpeg() {
    return layout.compression() == TiffLayout.JPEG || layout.compression() == TiffLayout.OLD_JPEG;
  }

  @Override
  public DecodedImage decode() throws IOException {
    TiffColours colours = new TiffColours(page, layout, oddities);
    if (!isOfSamples()) {
      byte[] rewritten = new TiffRewriter(file, page, layout).write();
      DecodedImage image = PixelUnpacker.unpack(READER.read(rewritten));
      colours.applyProfile(image.rgb());
      return image;
    }
    Raster raster = layout.planar() ? readBands() : read(rewriter());
    return new DecodedImage(layout.width(), layout.height(), colours.toRgb(raster));
  }

  /** Makes the samples grey of any number of bands, so that the reader gives them as they are. */
  private TiffRewriter rewriter() {
    TiffRewriter rewriter = new TiffRewriter(file, page, layout);
    rewriter.replace(TiffTag.PHOTOMETRIC, TiffLayout.BLACK_IS_ZERO);
    if (layout.bits() <= 32) {
      rewriter.replace(TiffTag.SAMPLE_FORMAT, TiffLayout.UNSIGNED); // their bits as they are
    }
    int extra = layout.planar() ? 0 : layout.bands() - 1;
    return rewriter.replace(TiffTag.EXTRA_SAMPLES, new long[extra]);
  }

  private static Raster read(TiffRewriter rewriter) throws IOException {
    return READER.read(rewriter.write()).getRaster();
  }

  /** One band after the other: the reader cannot take apart any but those of RGB. */
  private Raster readBands() throws IOException {
    WritableRaster all = null;
    double[] row = new double[layout.width()];
    for (int band = 0; band < layout.bands(); band++) {
      Raster one = read(rewriter().band(band));
      if (all == null) {
        int type = one.getTransferType();
        all =
            Raster.createWritableRaster(
                new BandedSampleModel(type, layout.width(), layout.height(), layout.bands()), null);
      }
      for (int y = 0; y < layout.height(); y++) {
        all.setSamples(0, y, row.length, 1, band, one.getSamples(0, y, row.length, 1, 0, row));
      }
    }
    return all;
  }

  /** Whether the reader can give the samples as they are. */
  private boolean isOfSamples() {
    boolean separable =
        switch (layout.compression()) {
          case TiffLayout.NONE,
              TiffLayout.LZW,
              TiffLayout.DEFLATE,
              TiffLayout.OLD_DEFLATE,
              TiffLayout.PACK_BITS,
              TiffLayout.ZSTD ->
              true;
          default -> false;
        };
    boolean known =
        switch (layout.photometric()) {
          case TiffLayout.WHITE_IS_ZERO,
              TiffLayout.BLACK_IS_ZERO,
              TiffLayout.RGB,
              TiffLayout.PALETTE,
              TiffLayout.CMYK ->
              true;
          default -> false;
        };
    return separable && known && (layout.bits() >= 8 || layout.bands() == 1);
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(page);
  }
}
