package io.winnow.descriptor.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a content of limited size, its memory taken from the budget as the bytes come. */
final class BoundedBody {

  /** Bytes that are taken first; then twice as many each time. */
  private static final int FIRST_PART = 64 * 1024;

  /** There are more bytes than allowed. */
  static final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;
  }

  private BoundedBody() {}

  /**
   * Reads to the end. Memory is not taken for all that is announced: a host that announces much and
   * sends nothing would keep it from the others.
   *
   * @param announced bytes, or -1
   * @throws TooLargeException if there are, or are announced, more than {@code maxBytes}
   * @throws ByteBudget.NoRoomException if there is no memory for it now
   */
  static byte[] read(InputStream in, long announced, int maxBytes, ByteBudget.Lease memory)
      throws IOException {
    if (announced > maxBytes) {
      throw new TooLargeException();
    }
    int expected = announced >= 0 ? (int) announced : maxBytes;
    if (announced >= 0) {
      memory.expect(expected);
    }
    // One more than expected, since only then the end is seen: what is announced may be wrong.
    int length = Math.min(expected, FIRST_PART) + 1;
    byte[] content = new byte[0];
    while (true) {
      int size = content.length;
      memory.take(length, Math.max(expected, length));
      content = Arrays.copyOf(content, length);
      int end = size + in.readNBytes(content, size, length - size);
      if (end > maxBytes) {
        throw new TooLargeException();
      }
      if (end < length) {
        return Arrays.copyOf(content, end);
      }
      long more = Math.min(2L * length, Math.max(expected + 1L, (long) length + FIRST_PART));
      length = (int) Math.min(more, maxBytes + 1L);
    }
  }
}
