package io.winnow.descriptor.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG, PNG, GIF and WebP (first frame), BMP and TIFF (first page) to 8-bit RGB. The format
 * is told from the bytes, not from a name. The pixel limit is checked against the header, before
 * memory for pixels is taken, so a small file that claims a huge picture costs nothing. A picture
 * whose EXIF says how the camera was held is turned upright, as every viewer shows it and every
 * annotator sees it. Thread-safe.
 */
public final class ImageDecoder {

  // The JDK's WBMP reader is left out: it takes arbitrary bytes for a picture.
  private static final List<String> FORMATS = List.of("jpeg", "png", "gif", "bmp", "webp", "tiff");

  /** Above this, the RGB bytes of a picture do not fit a Java array. */
  public static final int MAX_PIXELS_LIMIT = 700_000_000;

  /** No picture has more samples a pixel, and TIFF alone lets a file say how many it has. */
  private static final int MAX_SAMPLES = 16;

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
    return decode(encoded, pixels -> {});
  }

  /**
   * Decodes an image once a budget has room for its pixels.
   *
   * @param encoded the file's content
   * @param lease takes the picture's pixels; to be closed when the decoded image is done with
   * @throws ImageRejectedException as {@link #decode(byte[])}
   * @throws InterruptedException if interrupted while waiting for the budget
   */
  public DecodedImage decode(byte[] encoded, PixelBudget.Lease lease)
      throws ImageRejectedException, InterruptedException {
    return decode(encoded, (Admission<InterruptedException>) lease::take);
  }

  /** Lets a picture of so many pixels in, sooner or later. */
  @FunctionalInterface
  private interface Admission<E extends Exception> {
    void admit(long pixels) throws E;
  }

  private <E extends Exception> DecodedImage decode(byte[] encoded, Admission<E> admission)
      throws ImageRejectedException, E {
    try (ImageInputStream input = new EncodedStream(encoded)) {
      Reader found = readerOf(input, encoded);
      try {
        DecodedImage stored = read(found, input, encoded, admission);
        return ExifOrientation.of(found.format(), encoded).upright(stored);
      } finally {
        found.reader().dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Codecs answer broken input with any of these (array bounds, negative sizes, bad profiles).
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image cannot be decoded: " + describe(e), e);
    } catch (StackOverflowError e) {
      // Readers follow directories within directories by recursion, as deep as the file says.
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image cannot be decoded: its parts are nested too deeply", e);
    }
  }

  private <E extends Exception> DecodedImage read(
      Reader found, ImageInputStream input, byte[] encoded, Admission<E> admission)
      throws IOException, ImageRejectedException, E {
    ImageReader reader = found.reader();
    Truncation truncation = new Truncation();
    reader.addIIOReadWarningListener(truncation);
    reader.setInput(input, true, true);
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    long pixels = (long) width * height;
    if (pixels > maxPixels) {
      throw tooManyPixels("image of %dx%d has %d pixels".formatted(width, height, pixels));
    }
    long frame = largestFrame(found.format(), encoded);
    if (frame > maxPixels) {
      throw tooManyPixels(
          "image of %dx%d has a frame of %d pixels".formatted(width, height, frame));
    }
    if (found.format().equals("tiff") && reader.getRawImageType(0).getNumBands() > MAX_SAMPLES) {
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image has more than " + MAX_SAMPLES + " samples a pixel");
    }
    pixels = Math.max(pixels, frame);
    admission.admit(pixels);
    BufferedImage image = reader.read(0);
    if (truncation.seen()) {
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE, "image is truncated: " + truncation.message());
    }
    return new DecodedImage(image.getWidth(), image.getHeight(), PixelUnpacker.toRgb(image));
  }

  /** Pixels of a frame that states a size of its own, which the reader allocates by; else 0. */
  private static long largestFrame(String format, byte[] encoded) {
    return switch (format) {
      case "webp" -> WebpChunks.of(encoded).largestFrame();
      case "tiff" -> JpegInTiff.largestFrame(encoded);
      default -> 0;
    };
  }

  private ImageRejectedException tooManyPixels(String what) {
    return new ImageRejectedException(
        RejectionKind.TOO_MANY_PIXELS, what + ", allowed are " + maxPixels);
  }

  private record Reader(String format, ImageReader reader) {}

  private static Reader readerOf(ImageInputStream input, byte[] encoded)
      throws ImageRejectedException {
    boolean plainJpeg = PlainJpeg.is(encoded);
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(input); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      List<String> names =
          Stream.of(reader.getOriginatingProvider().getFormatNames())
              .map(name -> name.toLowerCase(Locale.ROOT))
              .toList();
      Optional<String> format = FORMATS.stream().filter(names::contains).findFirst();
      if (format.isPresent() && (!plainJpeg || isOfTheJdk(reader))) {
        return new Reader(format.get(), reader);
      }
      reader.dispose();
    }
    throw new ImageRejectedException(
        RejectionKind.UNDECODABLE,
        "%d bytes are not a JPEG, PNG, GIF, BMP, WebP or TIFF".formatted(encoded.length));
  }

  private static boolean isOfTheJdk(ImageReader reader) {
    return reader.getClass().getModule() == ImageReader.class.getModule();
  }

  private static String describe(Exception e) {
    Throwable cause = e.getCause();
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return cause == null || cause.getMessage() == null
        ? message
        : message + " (" + cause.getMessage() + ")";
  }
}
