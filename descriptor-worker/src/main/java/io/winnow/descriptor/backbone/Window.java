package io.winnow.descriptor.backbone;

/**
 * A sliding window.
 *
 * @param height rows
 * @param width columns
 * @param strideY vertical stride
 * @param strideX horizontal stride
 * @param top padding above, rows; this and the next three are ignored when {@link Rounding#SAME}
 * @param left padding on the left, columns
 * @param bottom padding below, rows
 * @param right padding on the right, columns
 * @param rounding how many positions there are when the stride does not divide
 */
record Window(
    int height,
    int width,
    int strideY,
    int strideX,
    int top,
    int left,
    int bottom,
    int right,
    Rounding rounding) {

  /** How many positions a window takes. */
  enum Rounding {
    /** Only positions that lie within the padded map. */
    FLOOR,
    /** Also a last one that hangs over the end, as in Caffe's pooling. */
    CEIL,
    /** As many as ceil(size / stride), padded evenly, the odd row or column at the end. */
    SAME
  }

  static Window same(int height, int width, int stride) {
    return new Window(height, width, stride, stride, 0, 0, 0, 0, Rounding.SAME);
  }

  static Window valid(int height, int width, int stride) {
    return new Window(height, width, stride, stride, 0, 0, 0, 0, Rounding.FLOOR);
  }

  boolean isSame() {
    return rounding == Rounding.SAME;
  }

  boolean isSymmetric() {
    return top == bottom && left == right;
  }

  /** This window on a map of a given size, ceil mode written out as padding below and right. */
  Window on(int rows, int columns) {
    if (rounding != Rounding.CEIL) {
      return this;
    }
    return new Window(
        height,
        width,
        strideY,
        strideX,
        top,
        left,
        bottom + overhang(rows, height, strideY, top, bottom),
        right + overhang(columns, width, strideX, left, right),
        Rounding.FLOOR);
  }

  /** The last window must begin within the map or the padding before it. */
  private static int overhang(int size, int window, int stride, int before, int after) {
    int positions = (size + before + after - window + stride - 1) / stride + 1;
    if ((positions - 1) * stride >= size + before) {
      positions--;
    }
    return Math.max(0, (positions - 1) * stride + window - size - before - after);
  }
}
