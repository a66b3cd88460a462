package io.winnow.selection.resampling;

/**
 * Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", OOPSLA
 * 2014). Written out because the bounded integers of the JDK's generators are not a contract across
 * JDKs, and an audit must draw the same sample years later.
 */
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Uniform in [0, bound): the upper 63 bits of {@link #nextLong()} modulo {@code bound}, drawn
   * again while they lie in the incomplete last multiple of it below 2⁶³.
   */
  int nextInt(int bound) {
    while (true) {
      long bits = nextLong() >>> 1;
      long value = bits % bound;
      if (bits - value + (bound - 1) >= 0) { // overflows in the incomplete multiple
        return (int) value;
      }
    }
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }
}
