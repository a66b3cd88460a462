package io.winnow.descriptor.image.vp8;

/**
 * Reads bits of given probability (RFC 6386, section 7). Like libwebp it stops as soon as a byte is
 * asked for that is not there, past the one that a proper encoder leaves out.
 */
final class BoolDecoder {

  private static final int EVEN = 128;
  private static final int WIDE_LOAD = 7;

  private final byte[] bytes;
  private final int end;
  private int position;
  private boolean pastEnd;

  private long value;
  private int range = 254; // the standard's, less one
  private int bits = -8; // that are loaded and not used, beyond the 8 in use

  /** Reads the bytes from start to end, not including. */
  BoolDecoder(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /**
   * A bit.
   *
   * @param probability of a zero, in 256ths
   * @throws Vp8Exception if the data end before it
   */
  int bit(int probability) throws Vp8Exception {
    if (bits < 0) {
      load();
    }
    int split = (range * probability) >> 8;
    int bit;
    int wide;
    if ((int) (value >>> bits) > split) {
      wide = range - split;
      value -= (long) (split + 1) << bits;
      bit = 1;
    } else {
      wide = split + 1;
      bit = 0;
    }
    int shift = Integer.numberOfLeadingZeros(wide) - 24;
    range = (wide << shift) - 1;
    bits -= shift;
    return bit;
  }

  int bit(byte probability) throws Vp8Exception {
    return bit(probability & 0xff);
  }

  boolean flag() throws Vp8Exception {
    return bit(EVEN) == 1;
  }

  /** An unsigned number of so many bits, the highest first. */
  int number(int width) throws Vp8Exception {
    int number = 0;
    for (int i = 0; i < width; i++) {
      number = number << 1 | bit(EVEN);
    }
    return number;
  }

  /** A number and its sign. */
  int signed(int width) throws Vp8Exception {
    int magnitude = number(width);
    return flag() ? -magnitude : magnitude;
  }

  /** A flag and, if it is set, a number and its sign; else 0. */
  int optionalSigned(int width) throws Vp8Exception {
    return flag() ? signed(width) : 0;
  }

  private void load() throws Vp8Exception {
    if (end - position >= WIDE_LOAD) {
      for (int i = 0; i < WIDE_LOAD; i++) {
        value = value << 8 | bytes[position++] & 0xff;
      }
      bits += 8 * WIDE_LOAD;
      return;
    }
    if (position < end) {
      value = value << 8 | bytes[position++] & 0xff;
    } else if (pastEnd) {
      throw new Vp8Exception("the data end early");
    } else {
      value <<= 8;
      pastEnd = true;
    }
    bits += 8;
  }
}
