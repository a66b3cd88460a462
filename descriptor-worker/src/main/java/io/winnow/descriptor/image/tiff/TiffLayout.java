package io.winnow.descriptor.image.tiff;

import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * How a page's pixels lie in its file.
 *
 * @param width of the page
 * @param height of the page
 * @param bands samples of a pixel
 * @param bits of a sample, the same of all
 * @param format how bits make a sample: 1 unsigned, 2 signed, 3 float, as TIFF numbers them
 * @param photometric what the samples mean, as TIFF numbers it
 * @param compression as TIFF numbers it
 * @param planar whether each band has strips of its own
 * @param stripWidth of a strip or tile
 * @param stripHeight of a strip or tile
 * @param tiled whether these are tiles
 */
public record TiffLayout(
    int width,
    int height,
    int bands,
    int bits,
    int format,
    int photometric,
    int compression,
    boolean planar,
    int stripWidth,
    int stripHeight,
    boolean tiled) {

  public static final int UNSIGNED = 1;
  public static final int SIGNED = 2;
  public static final int FLOAT = 3;

  public static final int WHITE_IS_ZERO = 0;
  public static final int BLACK_IS_ZERO = 1;
  public static final int RGB = 2;
  public static final int PALETTE = 3;
  public static final int CMYK = 5;
  public static final int YCBCR = 6;

  public static final int NONE = 1;
  public static final int CCITT_RLE = 2;
  public static final int CCITT_T4 = 3;
  public static final int CCITT_T6 = 4;
  public static final int LZW = 5;
  public static final int OLD_JPEG = 6;
  public static final int JPEG = 7;
  public static final int DEFLATE = 8;
  public static final int PACK_BITS = 32_773;
  public static final int OLD_DEFLATE = 32_946;
  public static final int ZSTD = 50_000;

  private static final int UNDEFINED_FORMAT = 4;
  private static final int PLANAR = 2;
  private static final int MAX_BANDS = 65_535;

  /**
   * Reads it.
   *
   * @throws IIOException if the page does not say what it must, or says what nobody can read
   */
  public static TiffLayout of(TiffDirectory page) throws IIOException {
    if (page.pixels() == 0) {
      throw new IIOException(
          "the TIFF is %dx%d"
              .formatted(page.number(TiffTag.WIDTH, 0), page.number(TiffTag.HEIGHT, 0)));
    }
    int width = (int) page.number(TiffTag.WIDTH, 0);
    int height = (int) page.number(TiffTag.HEIGHT, 0);
    int bands = (int) Math.max(0, Math.min(page.number(TiffTag.SAMPLES_PER_PIXEL, 1), MAX_BANDS));
    if (bands == 0) {
      throw new IIOException("a pixel of the TIFF has no samples");
    }
    int bits = uniform(page, TiffTag.BITS_PER_SAMPLE, bands, 1, "bits a sample");
    int format = uniform(page, TiffTag.SAMPLE_FORMAT, bands, UNSIGNED, "formats of samples");
    if (bits < 1 || bits > 64) {
      throw new IIOException("samples of the TIFF have %d bits".formatted(bits));
    }
    boolean tiled = page.has(TiffTag.TILE_OFFSETS);
    long stripWidth = tiled ? page.number(TiffTag.TILE_WIDTH, 0) : width;
    long rows =
        tiled ? page.number(TiffTag.TILE_HEIGHT, 0) : page.number(TiffTag.ROWS_PER_STRIP, 0);
    long stripHeight = tiled ? rows : rows < 1 ? height : Math.min(rows, height);
    if (stripWidth < 1 || stripHeight < 1 || stripWidth > 1 << 24 || stripHeight > 1 << 24) {
      throw new IIOException("tiles of the TIFF are %dx%d".formatted(stripWidth, stripHeight));
    }
    return new TiffLayout(
        width,
        height,
        bands,
        bits,
        format == UNDEFINED_FORMAT ? UNSIGNED : format,
        (int) page.number(TiffTag.PHOTOMETRIC, bands < 3 ? BLACK_IS_ZERO : RGB),
        (int) page.number(TiffTag.COMPRESSION, NONE),
        page.number(TiffTag.PLANAR_CONFIGURATION, 1) == PLANAR && bands > 1,
        (int) stripWidth,
        (int) stripHeight,
        tiled);
  }

  private static int uniform(TiffDirectory page, int tag, int bands, int otherwise, String what)
      throws IIOException {
    long[] values = page.numbers(tag, bands);
    if (values.length == 0) {
      return otherwise;
    }
    if (Arrays.stream(values).anyMatch(value -> value != values[0])) {
      throw new IIOException(
          "bands of the TIFF differ in their %s: %s".formatted(what, Arrays.toString(values)));
    }
    return (int) Math.min(values[0], Integer.MAX_VALUE);
  }

  /** Number of strips or tiles, of all bands. */
  public long strips() {
    long across = (width + stripWidth - 1L) / stripWidth;
    long down = (height + stripHeight - 1L) / stripHeight;
    return across * down * (planar ? bands : 1);
  }

  /** Bytes of a strip or tile without compression. */
  public long stripBytes() {
    long rowBits = (long) stripWidth * bits * (planar ? 1 : bands);
    return (rowBits + 7) / 8 * stripHeight;
  }

  /** Bytes that a sample takes in memory. */
  public int sampleBytes() {
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }

  /** Tag of the offsets of strips or tiles. */
  public int offsetsTag() {
    return tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
  }

  /** Tag of the lengths of strips or tiles. */
  public int lengthsTag() {
    return tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
  }
}
