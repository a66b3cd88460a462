package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a WebP of one frame and nothing else (RFC 9649, section 2.5 and 2.6). */
final class WebpFrameFile {

  private static final int HEADER_BYTES = 20; // RIFF, length, WEBP, the chunk's name, its length

  private WebpFrameFile() {}

  /**
   * Writes it.
   *
   * @param name of the frame's chunk
   * @param content where the chunk's content is taken from
   */
  static byte[] of(String name, byte[] content, int start, int length) {
    int padded = length + (length & 1);
    return ByteBuffer.allocate(HEADER_BYTES + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(HEADER_BYTES - 8 + padded)
        .put(ascii("WEBP"))
        .put(ascii(name))
        .putInt(length)
        .put(content, start, length)
        .array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
