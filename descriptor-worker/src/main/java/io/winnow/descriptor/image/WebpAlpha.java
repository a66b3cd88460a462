package io.winnow.descriptor.image;

import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Alpha of a lossy WebP that is not compressed (RFC 9649, section 2.7.1.2). The reader knows the
 * compressed one only, and shows such a picture opaque.
 */
final class WebpAlpha {

  private static final int NONE = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;

  private WebpAlpha() {}

  /** Whether the chunk says that its data is not compressed. */
  static boolean isRaw(byte[] webp, WebpChunks.Chunk chunk) {
    return chunk.length() > 0 && (webp[chunk.start()] & 3) == NONE;
  }

  /**
   * Reads it.
   *
   * @return a byte for each pixel, row by row; 0 is transparent
   * @throws IIOException if some of it is missing
   */
  static byte[] read(byte[] webp, WebpChunks.Chunk chunk, int width, int height)
      throws IIOException {
    int pixels = width * height;
    int start = chunk.start() + 1;
    if (chunk.end() - start < pixels) {
      throw new IIOException(
          "the WebP's alpha has %d of %d bytes".formatted(chunk.end() - start, pixels));
    }
    byte[] alpha = Arrays.copyOfRange(webp, start, start + pixels);
    int filter = (webp[chunk.start()] >> 2) & 3;
    if (filter != NONE) {
      for (int i = 1; i < pixels; i++) {
        alpha[i] += (byte) predicted(alpha, i, width, filter);
      }
    }
    return alpha;
  }

  private static int predicted(byte[] alpha, int at, int width, int filter) {
    boolean first = at % width == 0;
    if (at < width || (!first && filter == HORIZONTAL)) {
      return alpha[at - 1];
    }
    if (first || filter == VERTICAL) {
      return alpha[at - width];
    }
    int gradient =
        (alpha[at - 1] & 0xff) + (alpha[at - width] & 0xff) - (alpha[at - width - 1] & 0xff);
    return Math.max(0, Math.min(gradient, 255));
  }
}
