package io.winnow.descriptor.image.webp;

import java.util.Arrays;
import javax.imageio.IIOException;

/** Bits of a lossless frame, the least significant one of a byte first. */
final class LsbBits {

  private final byte[] bytes;
  private final long end;
  private long at;

  /** Reads so many bytes, from their first bit. */
  LsbBits(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.at = 8L * start;
    this.end = 8L * (start + length);
  }

  int read() throws IIOException {
    if (at == end) {
      throw new IIOException("the WebP's frame ends too early");
    }
    int bit = bytes[(int) (at >> 3)] >> (at & 7) & 1;
    at++;
    return bit;
  }

  /**
   * A number, its least significant bit first.
   *
   * @param count of its bits, 0 to 31
   */
  int read(int count) throws IIOException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= read() << i;
    }
    return value;
  }

  /** What has not been read, from the first bit of its first byte, the last byte filled with 0. */
  byte[] rest() {
    int first = (int) (at >> 3);
    int shift = (int) (at & 7);
    byte[] rest = Arrays.copyOfRange(bytes, first, (int) (end >> 3));
    if (shift == 0) {
      return rest;
    }
    for (int i = 0; i < rest.length; i++) {
      int next = i + 1 < rest.length ? rest[i + 1] & 0xff : 0;
      rest[i] = (byte) ((rest[i] & 0xff) >> shift | next << (8 - shift));
    }
    return rest;
  }
}
