package io.winnow.descriptor.image.vp8;

/** Reads the coefficients of blocks (RFC 6386, section 13). */
final class TokenReader {

  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

  /** Probabilities of the extra bits of the four largest categories. */
  private static final int[][] EXTRA_BITS = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final byte[] probabilities;

  TokenReader(byte[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * Reads one block.
   *
   * @param kind of the block, see {@link Probabilities#BLOCK_KINDS}
   * @param context how many of the neighbours above and to the left have coefficients
   * @param first 0, or 1 for luma whose DC comes separately
   * @param dc factor of the first coefficient
   * @param ac factor of the others
   * @param coefficients receives them in raster order from {@code to}; zeros stay as they are
   * @return index after the last one that is not zero, {@code first} if there is none
   */
  int read(
      BoolDecoder bits,
      int kind,
      int context,
      int first,
      int dc,
      int ac,
      int[] coefficients,
      int to)
      throws Vp8Exception {
    int n = first;
    int node = Probabilities.token(kind, BANDS[n], context);
    while (n < 16) {
      if (bits.bit(probabilities[node]) == 0) {
        return n;
      }
      while (bits.bit(probabilities[node + 1]) == 0) {
        n++;
        if (n == 16) {
          return 16;
        }
        node = Probabilities.token(kind, BANDS[n], 0);
      }
      int magnitude = 1;
      int nextContext = 1;
      if (bits.bit(probabilities[node + 2]) == 1) {
        magnitude = largeMagnitude(bits, node);
        nextContext = 2;
      }
      int value = bits.flag() ? -magnitude : magnitude;
      coefficients[to + ZIGZAG[n]] = value * (n == 0 ? dc : ac);
      n++;
      node = Probabilities.token(kind, BANDS[n], nextContext);
    }
    return 16;
  }

  private int largeMagnitude(BoolDecoder bits, int node) throws Vp8Exception {
    if (bits.bit(probabilities[node + 3]) == 0) {
      if (bits.bit(probabilities[node + 4]) == 0) {
        return 2;
      }
      return 3 + bits.bit(probabilities[node + 5]);
    }
    if (bits.bit(probabilities[node + 6]) == 0) {
      if (bits.bit(probabilities[node + 7]) == 0) {
        return 5 + bits.bit(159);
      }
      int high = 2 * bits.bit(165);
      return 7 + high + bits.bit(145);
    }
    int high = bits.bit(probabilities[node + 8]);
    int category = 2 * high + bits.bit(probabilities[node + 9 + high]);
    int extra = 0;
    for (int probability : EXTRA_BITS[category]) {
      extra = 2 * extra + bits.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }
}
