package io.winnow.descriptor.image;

/** Floats of 16 bits (IEEE 754, binary16). */
final class HalfFloat {

  private static final int MANTISSA_BITS = 10;
  private static final int EXPONENT_BIAS = 15;
  private static final int MAX_EXPONENT = 31;

  private HalfFloat() {}

  /** The number that 16 bits mean. */
  static double toDouble(int bits) {
    int exponent = (bits >> MANTISSA_BITS) & MAX_EXPONENT;
    int mantissa = bits & ((1 << MANTISSA_BITS) - 1);
    double magnitude;
    if (exponent == MAX_EXPONENT) {
      magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) mantissa, 1 - EXPONENT_BIAS - MANTISSA_BITS);
    } else {
      int significand = mantissa | 1 << MANTISSA_BITS;
      magnitude = Math.scalb((double) significand, exponent - EXPONENT_BIAS - MANTISSA_BITS);
    }
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
  }
}
