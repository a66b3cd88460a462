package io.winnow.descriptor.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes WebPs of one colour, and what stands beside their frames. */
final class Webps {

  private Webps() {}

  /** A chunk: one colour takes no bits, as each of its prefix codes has a single symbol. */
  static byte[] losslessOfOneColour(int width, int height, int level) {
    long[] bits = new long[8];
    int[] at = {0};
    put(bits, at, 0, 1); // no transform
    put(bits, at, 0, 1); // no colour cache
    put(bits, at, 0, 1); // no further codes
    for (int symbol : new int[] {level, level, level, 255}) {
      put(bits, at, 0b101, 3); // simple, one symbol, of 8 bits
      put(bits, at, symbol, 8);
    }
    put(bits, at, 0b001, 3); // distances: simple, one symbol, of 1 bit
    put(bits, at, 0, 1);
    ByteBuffer content = ByteBuffer.allocate(5 + 8 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    content.put((byte) 0x2f).putInt(width - 1 | (height - 1) << 14);
    for (long word : bits) {
      content.putLong(word);
    }
    return chunk("VP8L", content.array());
  }

  private static void put(long[] bits, int[] at, int value, int count) {
    for (int i = 0; i < count; i++, at[0]++) {
      bits[at[0] / 64] |= (long) (value >> i & 1) << at[0] % 64;
    }
  }

  /** An extended file of a chunk and a frame's chunk. */
  static byte[] extended(int width, int height, String name, byte[] content, byte[] frame) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0x20).putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1));
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
    chunks.writeBytes(chunk("VP8X", header.array()));
    chunks.writeBytes(chunk(name, content));
    chunks.writeBytes(frame);
    return chunk("RIFF", chunks.toByteArray());
  }

  static byte[] chunk(String name, byte[] content) {
    return ByteBuffer.allocate(8 + content.length + content.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .putInt(content.length)
        .put(content)
        .array();
  }
}
