package io.winnow.descriptor.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a content of limited size, its memory taken from the budget before it is needed. */
final class BoundedBody {

  /** What a content is taken to have that does not say. */
  private static final int UNANNOUNCED = 1024 * 1024;

  /** There are more bytes than allowed. */
  static final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;
  }

  private BoundedBody() {}

  /**
   * Reads to the end.
   *
   * @param announced bytes, or -1
   * @throws TooLargeException if there are, or are announced, more than {@code maxBytes}
   */
  static byte[] read(InputStream in, long announced, int maxBytes, ByteBudget.Lease memory)
      throws IOException {
    if (announced > maxBytes) {
      throw new TooLargeException();
    }
    int expected = announced >= 0 ? (int) announced : Math.min(UNANNOUNCED, maxBytes);
    memory.take(expected);
    // One more than expected, since only then the end is seen: what is announced may be wrong.
    byte[] start = in.readNBytes(expected + 1);
    if (start.length <= expected) {
      return start;
    }
    memory.take(maxBytes);
    ByteArrayOutputStream all = new ByteArrayOutputStream(start.length * 2);
    all.write(start);
    all.write(in.readNBytes(maxBytes + 1 - start.length));
    if (all.size() > maxBytes) {
      throw new TooLargeException();
    }
    return all.toByteArray();
  }
}
