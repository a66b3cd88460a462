package io.winnow.descriptor.image;

/**
 * How a camera was held: what must be done to stored pixels to see the picture upright (EXIF 2.32,
 * tag 0x0112). In the order of the tag's values 1 to 8.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_LEFT(true, false, true),
  TRANSVERSED(true, true, true),
  TURNED_RIGHT(true, true, false);

  private final boolean swapsAxes;
  private final boolean flipsColumns;
  private final boolean flipsRows;

  /**
   * @param swapsAxes rows of the upright picture are columns of the stored one
   * @param flipsColumns stored columns are read from the last to the first
   * @param flipsRows stored rows are read from the last to the first
   */
  Orientation(boolean swapsAxes, boolean flipsColumns, boolean flipsRows) {
    this.swapsAxes = swapsAxes;
    this.flipsColumns = flipsColumns;
    this.flipsRows = flipsRows;
  }

  /** The orientation of a tag value; upright for a value that the standard does not know. */
  static Orientation of(int tagValue) {
    return tagValue >= 1 && tagValue <= values().length ? values()[tagValue - 1] : UPRIGHT;
  }

  /** The picture as it is to be seen. */
  DecodedImage upright(DecodedImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapsAxes ? stored.height() : stored.width();
    int height = swapsAxes ? stored.width() : stored.height();
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = swapsAxes ? y : x;
        int row = swapsAxes ? x : y;
        int storedX = flipsColumns ? stored.width() - 1 - column : column;
        int storedY = flipsRows ? stored.height() - 1 - row : row;
        int pixel = 3 * (storedY * stored.width() + storedX);
        to[next++] = from[pixel];
        to[next++] = from[pixel + 1];
        to[next++] = from[pixel + 2];
      }
    }
    return new DecodedImage(width, height, to);
  }
}
