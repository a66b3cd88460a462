package io.winnow.descriptor.image.vp8;

/** How a luma subblock is predicted, in the order of RFC 6386 (section 11.2). */
enum SubblockMode {
  DC,
  TRUE_MOTION,
  VERTICAL,
  HORIZONTAL,
  LEFT_DOWN,
  RIGHT_DOWN,
  VERTICAL_RIGHT,
  VERTICAL_LEFT,
  HORIZONTAL_DOWN,
  HORIZONTAL_UP;

  /** Pairs of a node's next: a node if positive, a mode's ordinal, negated, if not. */
  private static final int[] TREE = {
    0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };

  private static final SubblockMode[] ALL = values();

  static SubblockMode read(BoolDecoder bits, SubblockMode above, SubblockMode left)
      throws Vp8Exception {
    int probabilities = Probabilities.mode(above.ordinal(), left.ordinal());
    int node = 0;
    do {
      node = TREE[node + bits.bit(Probabilities.MODE_TREES[probabilities + (node >> 1)])];
    } while (node > 0);
    return ALL[-node];
  }
}
