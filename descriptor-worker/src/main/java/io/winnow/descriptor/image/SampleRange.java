package io.winnow.descriptor.image;

import java.util.Arrays;

/**
 * The values that are shown black and white, of samples wider than 8 bits. Files hold less than
 * their type could: 12 bits of a sensor in 16, floats of any unit. The first that applies:
 *
 * <ol>
 *   <li>what the file declares;
 *   <li>the type's full range (unsigned integers, and floats from 0 to 1), if no sample lies beyond
 *       it and all but a thousandth of them do not stay in its lowest quarter;
 *   <li>from 0 to the next power of two, if it starts near 0: the bits that are in use;
 *   <li>from the first to the last thousandth of the samples.
 * </ol>
 *
 * @param low shown black
 * @param high shown white, above low
 */
record SampleRange(double low, double high) {

  /** So many samples are looked at, evenly spread, whatever the picture's size. */
  static final int MAX_EXAMINED = 1 << 20;

  private static final double OUTLIERS = 0.001;

  SampleRange {
    if (!(high > low) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("a range from %s to %s".formatted(low, high));
    }
  }

  /** The full range of unsigned integers of so many bits. */
  static SampleRange ofBits(int bits) {
    return new SampleRange(0, Math.pow(2, bits) - 1);
  }

  /** The full range of floats. */
  static SampleRange ofFloats() {
    return new SampleRange(0, 1);
  }

  /**
   * Finds the range of samples whose file declares none.
   *
   * @param samples some or all of the picture's; sorted on return, the ones that are no numbers
   *     last
   * @param full range of their type; of signed integers, which have none, that of the unsigned
   * @param step between two neighbouring values: 1 of integers, 0 of floats
   */
  static SampleRange of(double[] samples, SampleRange full, int step) {
    Arrays.sort(samples);
    int finite = finiteCount(samples);
    int start = 0;
    while (start < finite && Double.isInfinite(samples[start])) {
      start++;
    }
    if (start == finite) {
      return full;
    }
    double least = samples[start];
    double most = samples[finite - 1];
    int outliers = (int) ((finite - start) * OUTLIERS);
    double first = samples[start + outliers];
    double last = samples[finite - 1 - outliers];
    if (least >= full.low && most <= full.high && last >= full.high / 4) {
      return full;
    }
    if (first >= 0 && last > 0) {
      double inUse = nextPowerOfTwo(last, step);
      if (first <= inUse / 4) {
        return new SampleRange(0, inUse - step);
      }
    }
    return last > first && !Double.isInfinite(last - first) ? new SampleRange(first, last) : full;
  }

  private static int finiteCount(double[] sorted) {
    int count = sorted.length;
    while (count > 0 && !Double.isFinite(sorted[count - 1])) {
      count--;
    }
    return count;
  }

  /** The least power of two that is above all values up to this one. */
  private static double nextPowerOfTwo(double value, int step) {
    double power =
        step == 0 ? Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(value))) : 2;
    while (power - step < value) {
      power *= 2;
    }
    return power;
  }

  /** 0 to 1; 0 for what is no number. */
  double position(double sample) {
    double position = (sample - low) / (high - low);
    return position > 0 ? Math.min(position, 1) : 0;
  }
}
