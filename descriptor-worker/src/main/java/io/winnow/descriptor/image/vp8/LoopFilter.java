package io.winnow.descriptor.image.vp8;

/** Smooths the edges of blocks (RFC 6386, section 15), sixteen or eight samples at a time. */
final class LoopFilter {

  private static final int MACROBLOCK_EXTRA = 4; // that the limit of a macroblock's edge is higher

  private LoopFilter() {}

  /**
   * Filters a macroblock with the simple filter: luma only.
   *
   * @param inner whether its inner edges, too
   */
  static void simple(Plane luma, int column, int row, FilterStrength strength, boolean inner) {
    int at = luma.at(16 * column, 16 * row);
    int limit = strength.limit();
    if (column > 0) {
      simpleEdge(luma, at, 1, luma.stride, limit + MACROBLOCK_EXTRA);
    }
    for (int i = 4; inner && i < 16; i += 4) {
      simpleEdge(luma, at + i, 1, luma.stride, limit);
    }
    if (row > 0) {
      simpleEdge(luma, at, luma.stride, 1, limit + MACROBLOCK_EXTRA);
    }
    for (int i = 4; inner && i < 16; i += 4) {
      simpleEdge(luma, at + i * luma.stride, luma.stride, 1, limit);
    }
  }

  /**
   * Filters one plane of a macroblock with the normal filter.
   *
   * @param size of the macroblock in this plane: 16 or 8
   */
  static void normal(
      Plane plane, int size, int column, int row, FilterStrength strength, boolean inner) {
    int at = plane.at(size * column, size * row);
    if (column > 0) {
      macroblockEdge(plane, at, 1, plane.stride, size, strength);
    }
    for (int i = 4; inner && i < size; i += 4) {
      subblockEdge(plane, at + i, 1, plane.stride, size, strength);
    }
    if (row > 0) {
      macroblockEdge(plane, at, plane.stride, 1, size, strength);
    }
    for (int i = 4; inner && i < size; i += 4) {
      subblockEdge(plane, at + i * plane.stride, plane.stride, 1, size, strength);
    }
  }

  /**
   * Steps over an edge.
   *
   * @param across from one sample to the next across the edge
   * @param along and along it
   */
  private static void simpleEdge(Plane plane, int at, int across, int along, int limit) {
    for (int i = 0; i < 16; i++) {
      int q0 = at + i * along;
      if (isWithin(plane, q0, across, 2 * limit + 1)) {
        adjustTwo(plane, q0, across);
      }
    }
  }

  private static void macroblockEdge(
      Plane plane, int at, int across, int along, int size, FilterStrength strength) {
    int limit = 2 * (strength.limit() + MACROBLOCK_EXTRA) + 1;
    for (int i = 0; i < size; i++) {
      int q0 = at + i * along;
      if (isSmooth(plane, q0, across, limit, strength.interior())) {
        if (isHighVariance(plane, q0, across, strength.highVariance())) {
          adjustTwo(plane, q0, across);
        } else {
          adjustSix(plane, q0, across);
        }
      }
    }
  }

  private static void subblockEdge(
      Plane plane, int at, int across, int along, int size, FilterStrength strength) {
    int limit = 2 * strength.limit() + 1;
    for (int i = 0; i < size; i++) {
      int q0 = at + i * along;
      if (isSmooth(plane, q0, across, limit, strength.interior())) {
        if (isHighVariance(plane, q0, across, strength.highVariance())) {
          adjustTwo(plane, q0, across);
        } else {
          adjustFour(plane, q0, across);
        }
      }
    }
  }

  private static boolean isWithin(Plane plane, int q0, int across, int limit) {
    return 4 * step(plane, q0 - across, q0) + step(plane, q0 - 2 * across, q0 + across) <= limit;
  }

  private static boolean isSmooth(Plane plane, int q0, int across, int limit, int interior) {
    return isWithin(plane, q0, across, limit)
        && step(plane, q0 - 4 * across, q0 - 3 * across) <= interior
        && step(plane, q0 - 3 * across, q0 - 2 * across) <= interior
        && step(plane, q0 - 2 * across, q0 - across) <= interior
        && step(plane, q0 + 3 * across, q0 + 2 * across) <= interior
        && step(plane, q0 + 2 * across, q0 + across) <= interior
        && step(plane, q0 + across, q0) <= interior;
  }

  private static boolean isHighVariance(Plane plane, int q0, int across, int threshold) {
    return step(plane, q0 - 2 * across, q0 - across) > threshold
        || step(plane, q0 + across, q0) > threshold;
  }

  private static int step(Plane plane, int a, int b) {
    return Math.abs(plane.get(a) - plane.get(b));
  }

  private static void adjustTwo(Plane plane, int q0, int across) {
    int p0 = q0 - across;
    int outer = clampToByte(plane.get(p0 - across) - plane.get(q0 + across));
    int a = 3 * (plane.get(q0) - plane.get(p0)) + outer;
    int p = clampToFiveBits((a + 3) >> 3);
    int q = clampToFiveBits((a + 4) >> 3);
    plane.setClamped(p0, plane.get(p0) + p);
    plane.setClamped(q0, plane.get(q0) - q);
  }

  private static void adjustFour(Plane plane, int q0, int across) {
    int p0 = q0 - across;
    int a = 3 * (plane.get(q0) - plane.get(p0));
    int p = clampToFiveBits((a + 3) >> 3);
    int q = clampToFiveBits((a + 4) >> 3);
    int outer = (q + 1) >> 1;
    plane.setClamped(p0 - across, plane.get(p0 - across) + outer);
    plane.setClamped(p0, plane.get(p0) + p);
    plane.setClamped(q0, plane.get(q0) - q);
    plane.setClamped(q0 + across, plane.get(q0 + across) - outer);
  }

  private static void adjustSix(Plane plane, int q0, int across) {
    int p0 = q0 - across;
    int p1 = p0 - across;
    int q1 = q0 + across;
    int a =
        clampToByte(
            3 * (plane.get(q0) - plane.get(p0)) + clampToByte(plane.get(p1) - plane.get(q1)));
    int first = (27 * a + 63) >> 7;
    int second = (18 * a + 63) >> 7;
    int third = (9 * a + 63) >> 7;
    plane.setClamped(p1 - across, plane.get(p1 - across) + third);
    plane.setClamped(p1, plane.get(p1) + second);
    plane.setClamped(p0, plane.get(p0) + first);
    plane.setClamped(q0, plane.get(q0) - first);
    plane.setClamped(q1, plane.get(q1) - second);
    plane.setClamped(q1 + across, plane.get(q1 + across) - third);
  }

  private static int clampToByte(int value) {
    return Math.max(-128, Math.min(value, 127));
  }

  private static int clampToFiveBits(int value) {
    return Math.max(-16, Math.min(value, 15));
  }
}
