package io.winnow.descriptor.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;

/**
 * The alpha of a lossy WebP (RFC 9649, section 2.7.1.2): raw or a lossless frame, after prediction.
 * The reader of lossy frames shows raw alpha opaque.
 */
final class WebpAlpha {

  private static final int RAW = 0;
  private static final int LOSSLESS = 1;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;
  private static final int GRADIENT = 3;
  private static final byte SIGNATURE = 0x2f;

  private WebpAlpha() {}

  /**
   * Decodes it.
   *
   * @return a byte for each pixel, row by row; 0 is transparent
   */
  static byte[] decode(byte[] webp, WebpChunks.Chunk chunk, int width, int height)
      throws IOException {
    if (chunk.length() < 1) {
      throw new IIOException("the WebP's alpha is empty");
    }
    int flags = webp[chunk.start()];
    int data = chunk.start() + 1;
    byte[] alpha =
        switch (flags & 3) {
          case RAW -> raw(webp, data, chunk.end(), width * height);
          case LOSSLESS -> lossless(webp, data, chunk.end(), width, height);
          default -> throw new IIOException("the WebP's alpha has compression " + (flags & 3));
        };
    undoPrediction(alpha, width, (flags >> 2) & 3);
    return alpha;
  }

  private static byte[] raw(byte[] webp, int start, int end, int pixels) throws IIOException {
    if (end - start < pixels) {
      throw new IIOException("the WebP's alpha has %d of %d bytes".formatted(end - start, pixels));
    }
    byte[] alpha = new byte[pixels];
    System.arraycopy(webp, start, alpha, 0, pixels);
    return alpha;
  }

  /** Without the header, whose sizes are those of the frame. The values are green. */
  private static byte[] lossless(byte[] webp, int start, int end, int width, int height)
      throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(5 + end - start).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(SIGNATURE).putInt(width - 1 | (height - 1) << 14).put(webp, start, end - start);
    int[] pixels = LosslessWebp.decode(frame.array(), width, height);
    byte[] alpha = new byte[pixels.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (byte) (pixels[i] >> 8);
    }
    return alpha;
  }

  private static void undoPrediction(byte[] alpha, int width, int filter) {
    if (filter == 0) {
      return;
    }
    for (int i = 1; i < alpha.length; i++) {
      alpha[i] += (byte) predicted(alpha, i, width, filter);
    }
  }

  private static int predicted(byte[] alpha, int at, int width, int filter) {
    boolean first = at % width == 0;
    if (at < width || (!first && filter == HORIZONTAL)) {
      return alpha[at - 1];
    }
    if (first || filter == VERTICAL) {
      return alpha[at - width];
    }
    if (filter != GRADIENT) {
      throw new IllegalStateException("no filter of alpha: " + filter);
    }
    int gradient =
        (alpha[at - 1] & 0xff) + (alpha[at - width] & 0xff) - (alpha[at - width - 1] & 0xff);
    return Math.max(0, Math.min(gradient, 255));
  }
}
