package io.winnow.descriptor.image;

import io.winnow.descriptor.image.webp.IndexedFrame;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOException;

/** Decodes lossless frames of WebPs. */
final class LosslessWebp {

  private static final int GREEN = 1; // the band of the reader's rasters
  private static final int LOOKAHEAD =
      8; // bytes that the reader takes beyond the last one it needs

  private LosslessWebp() {}

  /**
   * The pixels as ARGB, row by row.
   *
   * @param content of the frame's chunk, the header first
   */
  static int[] decode(byte[] content, int width, int height) throws IOException {
    Optional<IndexedFrame> indexed = IndexedFrame.of(content);
    if (indexed.isEmpty()) {
      return read(content, width, height).getRGB(0, 0, width, height, null, 0, width);
    }
    byte[] indices = indexed.get().indices();
    Raster raster = read(indices, columns(indices), height).getRaster();
    return indexed
        .get()
        .pixels(y -> raster.getSamples(0, y, raster.getWidth(), 1, GREEN, (int[]) null));
  }

  private static int columns(byte[] content) {
    return 1 + (content[1] & 0xff | (content[2] & 0x3f) << 8);
  }

  private static BufferedImage read(byte[] content, int width, int height) throws IOException {
    byte[] padded = Arrays.copyOf(content, content.length + LOOKAHEAD);
    BufferedImage image =
        ImageIoReader.of("webp")
            .read(WebpFrameFile.of("VP8L", padded, 0, padded.length, (long) width * height));
    if (image.getWidth() != width || image.getHeight() != height) {
      throw new IIOException("the WebP's frame has two sizes");
    }
    return image;
  }
}
