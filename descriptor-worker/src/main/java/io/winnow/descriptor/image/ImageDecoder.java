package io.winnow.descriptor.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG, PNG, GIF (first frame) and BMP to 8-bit RGB. The format is told from the bytes, not
 * from a name. The pixel limit is checked against the header, before memory for pixels is taken, so
 * a small file that claims a huge picture costs nothing. EXIF orientation is not applied, as in the
 * common training pipelines. Thread-safe.
 */
public final class ImageDecoder {

  // Other readers of the JDK are left out: WBMP takes arbitrary bytes for a picture, TIFF is a
  // container with many codecs in it.
  private static final Set<String> FORMATS = Set.of("jpeg", "png", "gif", "bmp");

  /** Above this, the RGB bytes of a picture do not fit a Java array. */
  public static final int MAX_PIXELS_LIMIT = 700_000_000;

  private final int maxPixels;

  /**
   * @param maxPixels largest width times height, 1 to {@link #MAX_PIXELS_LIMIT}
   */
  public ImageDecoder(int maxPixels) {
    if (maxPixels < 1 || maxPixels > MAX_PIXELS_LIMIT) {
      throw new IllegalArgumentException(
          "maxPixels must be within 1..%d, got %d".formatted(MAX_PIXELS_LIMIT, maxPixels));
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes an image.
   *
   * @param encoded the file's content
   * @throws ImageRejectedException if it is no picture of a known format, is broken or truncated,
   *     or has more pixels than allowed
   */
  public DecodedImage decode(byte[] encoded) throws ImageRejectedException {
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      ImageReader reader = readerOf(input, encoded.length);
      try {
        return read(reader, input);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Codecs answer broken input with any of these (array bounds, negative sizes, bad profiles).
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image cannot be decoded: " + describe(e), e);
    }
  }

  private DecodedImage read(ImageReader reader, ImageInputStream input)
      throws IOException, ImageRejectedException {
    Truncation truncation = new Truncation();
    reader.addIIOReadWarningListener(truncation);
    reader.setInput(input, true, true);
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    long pixels = (long) width * height;
    if (pixels > maxPixels) {
      throw new ImageRejectedException(
          RejectionKind.TOO_MANY_PIXELS,
          "image of %dx%d has %d pixels, allowed are %d"
              .formatted(width, height, pixels, maxPixels));
    }
    BufferedImage image = reader.read(0);
    if (truncation.seen()) {
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image is truncated: " + truncation.message());
    }
    return new DecodedImage(image.getWidth(), image.getHeight(), PixelUnpacker.toRgb(image));
  }

  private static ImageReader readerOf(ImageInputStream input, int length)
      throws ImageRejectedException {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(input); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      List<String> names = List.of(reader.getOriginatingProvider().getFormatNames());
      if (names.stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(FORMATS::contains)) {
        return reader;
      }
      reader.dispose();
    }
    throw new ImageRejectedException(
        RejectionKind.UNDECODABLE, "%d bytes are not a JPEG, PNG, GIF or BMP".formatted(length));
  }

  private static String describe(Exception e) {
    Throwable cause = e.getCause();
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return cause == null || cause.getMessage() == null
        ? message
        : message + " (" + cause.getMessage() + ")";
  }
}
