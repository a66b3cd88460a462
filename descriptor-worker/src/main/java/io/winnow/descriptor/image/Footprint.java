package io.winnow.descriptor.image;

/**
 * What a picture's header announces, known before memory is taken.
 *
 * @param width of the picture as stored, or of its canvas
 * @param height of the same
 * @param bands samples of a pixel, alpha and unspecified ones included
 * @param bits of a sample
 * @param largestFrame pixels of the largest part that states a size of its own; at most width times
 *     height where there is none
 * @param bytes that decoding takes at most, the encoded bytes aside
 */
record Footprint(int width, int height, int bands, int bits, long largestFrame, long bytes) {

  /** RGB, and RGB again while the picture is turned upright. */
  static final int RESULT_BYTES = 6;

  /** A picture without parts, whose reader takes so many bytes for each pixel. */
  static Footprint of(int width, int height, int bands, int bits, long readerBytes) {
    long pixels = (long) width * height;
    return new Footprint(width, height, bands, bits, pixels, pixels * (readerBytes + RESULT_BYTES));
  }

  long pixels() {
    return (long) width * height;
  }
}
