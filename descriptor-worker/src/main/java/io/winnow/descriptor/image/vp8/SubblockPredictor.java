package io.winnow.descriptor.image.vp8;

/**
 * Predicts luma subblocks of 4x4 from the 13 samples around them (RFC 6386, section 12.3). The edge
 * runs from the lowest sample on the left by the corner to the last above on the right, as the
 * standard's array E.
 */
final class SubblockPredictor {

  private static final int CORNER = 4;
  private static final int FIRST_ABOVE = 5;

  private final Plane plane;
  private final int[] edge = new int[13];

  SubblockPredictor(Plane plane) {
    this.plane = plane;
  }

  /**
   * Predicts one.
   *
   * @param at its first sample
   * @param aboveRight the first of the four samples above on the right, which may lie elsewhere
   */
  void predict(SubblockMode mode, int at, int[] aboveRight) {
    for (int i = 0; i < 4; i++) {
      edge[i] = plane.get(at + (3 - i) * plane.stride - 1);
      edge[FIRST_ABOVE + i] = plane.get(at - plane.stride + i);
      edge[FIRST_ABOVE + 4 + i] = aboveRight[i];
    }
    edge[CORNER] = plane.get(at - plane.stride - 1);
    switch (mode) {
      case DC -> fill(at, mean());
      case TRUE_MOTION -> trueMotion(at);
      case VERTICAL -> vertical(at);
      case HORIZONTAL -> horizontal(at);
      case LEFT_DOWN -> leftDown(at);
      case RIGHT_DOWN -> rightDown(at);
      case VERTICAL_RIGHT -> verticalRight(at);
      case VERTICAL_LEFT -> verticalLeft(at);
      case HORIZONTAL_DOWN -> horizontalDown(at);
      case HORIZONTAL_UP -> horizontalUp(at);
    }
  }

  private int mean() {
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += edge[i] + edge[FIRST_ABOVE + i];
    }
    return sum >> 3;
  }

  private void fill(int at, int value) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        put(at, x, y, value);
      }
    }
  }

  private void trueMotion(int at) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        plane.setClamped(
            at + y * plane.stride + x, edge[3 - y] + edge[FIRST_ABOVE + x] - edge[CORNER]);
      }
    }
  }

  private void vertical(int at) {
    for (int x = 0; x < 4; x++) {
      int value = smooth(FIRST_ABOVE + x);
      for (int y = 0; y < 4; y++) {
        put(at, x, y, value);
      }
    }
  }

  private void horizontal(int at) {
    for (int y = 0; y < 4; y++) {
      int value = y < 3 ? smooth(3 - y) : (edge[1] + 3 * edge[0] + 2) >> 2;
      for (int x = 0; x < 4; x++) {
        put(at, x, y, value);
      }
    }
  }

  private void leftDown(int at) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int middle = FIRST_ABOVE + 1 + x + y;
        put(at, x, y, middle < 12 ? smooth(middle) : (edge[11] + 3 * edge[12] + 2) >> 2);
      }
    }
  }

  private void rightDown(int at) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        put(at, x, y, smooth(CORNER + x - y));
      }
    }
  }

  private void verticalRight(int at) {
    put(at, 0, 3, smooth(2));
    put(at, 0, 2, smooth(3));
    for (int x = 0; x < 4; x++) {
      int odd = smooth(CORNER + x);
      put(at, x, 1, odd);
      int even = average(CORNER + x);
      put(at, x, 0, even);
      if (x < 3) {
        put(at, x + 1, 3, odd);
        put(at, x + 1, 2, even);
      }
    }
  }

  private void verticalLeft(int at) {
    for (int x = 0; x < 4; x++) {
      put(at, x, 0, average(FIRST_ABOVE + x));
      put(at, x, 1, smooth(FIRST_ABOVE + 1 + x));
      if (x < 3) {
        put(at, x, 2, average(FIRST_ABOVE + 1 + x));
        put(at, x, 3, smooth(FIRST_ABOVE + 2 + x));
      }
    }
    // The standard's own exception: these two are smoothed, too.
    put(at, 3, 2, smooth(FIRST_ABOVE + 5));
    put(at, 3, 3, smooth(FIRST_ABOVE + 6));
  }

  private void horizontalDown(int at) {
    put(at, 2, 0, smooth(5));
    put(at, 3, 0, smooth(6));
    for (int y = 0; y < 4; y++) {
      int even = average(3 - y);
      int odd = smooth(CORNER - y);
      put(at, 0, y, even);
      put(at, 1, y, odd);
      if (y < 3) {
        put(at, 2, y + 1, even);
        put(at, 3, y + 1, odd);
      }
    }
  }

  private void horizontalUp(int at) {
    fill(at, edge[0]);
    put(at, 0, 0, average(2));
    put(at, 1, 0, smooth(2));
    put(at, 2, 0, average(1));
    put(at, 0, 1, average(1));
    put(at, 3, 0, smooth(1));
    put(at, 1, 1, smooth(1));
    put(at, 2, 1, average(0));
    put(at, 0, 2, average(0));
    int lowest = (edge[1] + 3 * edge[0] + 2) >> 2;
    put(at, 3, 1, lowest);
    put(at, 1, 2, lowest);
  }

  private void put(int at, int x, int y, int value) {
    plane.set(at + y * plane.stride + x, value);
  }

  /** Of three neighbours on the edge, the middle one twice. */
  private int smooth(int middle) {
    return (edge[middle - 1] + 2 * edge[middle] + edge[middle + 1] + 2) >> 2;
  }

  private int average(int first) {
    return (edge[first] + edge[first + 1] + 1) >> 1;
  }
}
