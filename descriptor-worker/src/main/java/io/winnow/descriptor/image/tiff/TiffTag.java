package io.winnow.descriptor.image.tiff;

/** The tags of a directory that pixels depend on (TIFF 6.0, its technical notes, libtiff's own). */
public final class TiffTag {

  public static final int NEW_SUBFILE_TYPE = 254;
  public static final int SUBFILE_TYPE = 255;
  public static final int WIDTH = 256;
  public static final int HEIGHT = 257;
  public static final int BITS_PER_SAMPLE = 258;
  public static final int COMPRESSION = 259;
  public static final int PHOTOMETRIC = 262;
  public static final int FILL_ORDER = 266;
  public static final int STRIP_OFFSETS = 273;
  public static final int ORIENTATION = 274;
  public static final int SAMPLES_PER_PIXEL = 277;
  public static final int ROWS_PER_STRIP = 278;
  public static final int STRIP_BYTE_COUNTS = 279;
  public static final int MIN_SAMPLE_VALUE = 280;
  public static final int MAX_SAMPLE_VALUE = 281;
  public static final int PLANAR_CONFIGURATION = 284;
  public static final int T4_OPTIONS = 292;
  public static final int T6_OPTIONS = 293;
  public static final int PREDICTOR = 317;
  public static final int COLOUR_MAP = 320;
  public static final int TILE_WIDTH = 322;
  public static final int TILE_HEIGHT = 323;
  public static final int TILE_OFFSETS = 324;
  public static final int TILE_BYTE_COUNTS = 325;
  public static final int SUB_DIRECTORIES = 330;
  public static final int INK_SET = 332;
  public static final int NUMBER_OF_INKS = 334;
  public static final int EXTRA_SAMPLES = 338;
  public static final int SAMPLE_FORMAT = 339;
  public static final int S_MIN_SAMPLE_VALUE = 340;
  public static final int S_MAX_SAMPLE_VALUE = 341;
  public static final int JPEG_TABLES = 347;
  public static final int OLD_JPEG_FIRST = 512;
  public static final int OLD_JPEG_STREAM = 513;
  public static final int OLD_JPEG_LAST = 521;
  public static final int YCBCR_COEFFICIENTS = 529;
  public static final int YCBCR_SUBSAMPLING = 530;
  public static final int YCBCR_POSITIONING = 531;
  public static final int REFERENCE_BLACK_WHITE = 532;
  public static final int ICC_PROFILE = 34675;

  private TiffTag() {}
}
