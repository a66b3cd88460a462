package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a WebP of one frame and nothing else (RFC 9649, section 2.5 and 2.6). */
final class WebpFrameFile {

  private static final int HEADER_BYTES = 20; // RIFF, length, WEBP, the chunk's name, its length

  /** The reader refuses a file whose pixels are 2048 times as large: an even picture is smaller. */
  private static final int READER_RATIO = 1_024;

  private static final int READER_BYTES = 4; // of a pixel

  private WebpFrameFile() {}

  /**
   * Writes it.
   *
   * @param name of the frame's chunk
   * @param content where the chunk's content is taken from
   * @param pixels of the frame; bytes that nobody reads follow the file if it is very small for
   *     them
   */
  static byte[] of(String name, byte[] content, int start, int length, long pixels) {
    int padded = length + (length & 1);
    long least = READER_BYTES * pixels / READER_RATIO;
    return ByteBuffer.allocate((int) Math.max(HEADER_BYTES + padded, least))
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
