package io.winnow.selection.resampling;

/**
 * Candidates ordered by cosine, ties by ascending position, as the natural order of long keys: the
 * upper half orders as the cosine does, the lower half is the position.
 */
final class CosineOrder {
  private CosineOrder() {}

  /** The smallest cosine first. */
  static long ascending(float cosine, int position) {
    return ((long) ordered(cosine) << Integer.SIZE) | position;
  }

  /** The largest cosine first. */
  static long descending(float cosine, int position) {
    return ((long) ~ordered(cosine) << Integer.SIZE) | position;
  }

  static int position(long key) {
    return (int) key;
  }

  /** An integer that orders as the float does, with 0.0 for -0.0. */
  private static int ordered(float cosine) {
    int bits = Float.floatToIntBits(cosine + 0f);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}
