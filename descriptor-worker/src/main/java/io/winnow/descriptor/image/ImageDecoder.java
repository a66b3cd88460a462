package io.winnow.descriptor.image;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Decodes JPEG, PNG, GIF and WebP (first frame), BMP and TIFF (main page) to 8-bit RGB. The format
 * is told from the bytes, not from a name. What the header announces is checked before memory is
 * taken, pixels as well as bytes, so a small file that claims a huge picture costs nothing. A
 * picture that says how the camera was held is turned upright, as every viewer shows it and every
 * annotator sees it. Thread-safe.
 */
public final class ImageDecoder {

  /** Above this, the RGB bytes of a picture do not fit a Java array. */
  public static final int MAX_PIXELS_LIMIT = 700_000_000;

  private static final int COPIES = 3;

  private final int maxPixels;
  private final long maxBytes;
  private final Consumer<Oddity> oddities;

  /**
   * @param maxPixels largest width times height, 1 to {@link #MAX_PIXELS_LIMIT}; decoding may take
   *     {@link PixelBudget#BYTES_PER_PIXEL} bytes for each, and never more than half of the heap
   */
  public ImageDecoder(int maxPixels) {
    this(maxPixels, oddity -> {});
  }

  /**
   * @param maxPixels as {@link #ImageDecoder(int)}
   * @param oddities hears what was wrong beside the pixels of a picture that was decoded; from any
   *     thread
   */
  public ImageDecoder(int maxPixels, Consumer<Oddity> oddities) {
    if (maxPixels < 1 || maxPixels > MAX_PIXELS_LIMIT) {
      throw new IllegalArgumentException(
          "maxPixels must be within 1..%d, got %d".formatted(MAX_PIXELS_LIMIT, maxPixels));
    }
    this.maxPixels = maxPixels;
    this.maxBytes = (long) maxPixels * PixelBudget.BYTES_PER_PIXEL;
    this.oddities = oddities;
  }

  /**
   * Decodes an image.
   *
   * @param encoded the file's content
   * @throws ImageRejectedException if it is no picture of a known format, is broken or truncated,
   *     or has more pixels or samples than allowed
   */
  public DecodedImage decode(byte[] encoded) throws ImageRejectedException {
    return decode(encoded, bytes -> {});
  }

  /**
   * Decodes an image once a budget has room for it.
   *
   * @param encoded the file's content
   * @param lease takes the memory; to be closed when the decoded image is done with
   * @throws ImageRejectedException as {@link #decode(byte[])}
   * @throws InterruptedException if interrupted while waiting for the budget
   */
  public DecodedImage decode(byte[] encoded, PixelBudget.Lease lease)
      throws ImageRejectedException, InterruptedException {
    return decode(encoded, (Admission<InterruptedException>) lease::take);
  }

  /** Lets a picture that takes so many bytes in, sooner or later. */
  @FunctionalInterface
  private interface Admission<E extends Exception> {
    void admit(long bytes) throws E;
  }

  private <E extends Exception> DecodedImage decode(byte[] encoded, Admission<E> admission)
      throws ImageRejectedException, E {
    EncodedPicture picture = contained(() -> open(encoded));
    Footprint footprint = contained(picture::footprint);
    check(footprint, encoded.length);
    admission.admit(footprint.bytes() + copies(encoded.length));
    return contained(() -> picture.orientation().upright(picture.decode()));
  }

  private EncodedPicture open(byte[] encoded) throws IOException, ImageRejectedException {
    EncodedFormat format = EncodedFormat.of(encoded);
    return switch (format) {
      case JPEG -> JpegPicture.of(encoded, oddities);
      case PNG -> PngPicture.of(encoded, oddities);
      case GIF -> GifPicture.of(encoded);
      case BMP -> BmpPicture.of(encoded, oddities);
      case WEBP -> WebpPicture.of(encoded, oddities);
      case TIFF -> TiffPicture.of(encoded, oddities);
      case OTHER, NONE ->
          throw new ImageRejectedException(
              RejectionKind.UNDECODABLE,
              "%d bytes are not a JPEG, PNG, GIF, BMP, WebP or TIFF".formatted(encoded.length));
      default ->
          throw new ImageRejectedException(
              RejectionKind.UNDECODABLE,
              "%s is not supported; use JPEG, PNG, GIF, BMP, WebP or TIFF"
                  .formatted(format.title()));
    };
  }

  /** Bytes of the copies of a file that leave out what its reader must not see. */
  private static long copies(int encodedBytes) {
    return (long) COPIES * encodedBytes;
  }

  private void check(Footprint footprint, int encodedBytes) throws ImageRejectedException {
    int width = footprint.width();
    int height = footprint.height();
    long pixels = footprint.pixels();
    if (pixels > maxPixels) {
      throw new ImageRejectedException(
          RejectionKind.TOO_MANY_PIXELS,
          "image of %dx%d has %d pixels, allowed are %d"
              .formatted(width, height, pixels, maxPixels));
    }
    if (footprint.largestFrame() > maxPixels) {
      throw new ImageRejectedException(
          RejectionKind.TOO_MANY_PIXELS,
          "image of %dx%d has a frame of %d pixels, allowed are %d"
              .formatted(width, height, footprint.largestFrame(), maxPixels));
    }
    long whole = footprint.bytes() + copies(encodedBytes);
    if (footprint.bytes() > maxBytes) {
      throw tooManySamples(footprint, footprint.bytes(), "allowed are %d".formatted(maxBytes));
    }
    if (whole > PixelBudget.heapBytes()) {
      String half = "half of this process's heap is %d".formatted(PixelBudget.heapBytes());
      throw tooManySamples(footprint, whole, half);
    }
  }

  private static ImageRejectedException tooManySamples(
      Footprint footprint, long bytes, String limit) {
    return new ImageRejectedException(
        RejectionKind.TOO_MANY_SAMPLES,
        "image of %d bands x %d bits x %dx%d pixels takes %d bytes, %s"
            .formatted(
                footprint.bands(),
                footprint.bits(),
                footprint.width(),
                footprint.height(),
                bytes,
                limit));
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, ImageRejectedException;
  }

  /** Whatever a codec meets, the outcome is its result or a rejection. */
  private static <T> T contained(Step<T> step) throws ImageRejectedException {
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      // Codecs answer broken input with any of these (array bounds, negative sizes, bad profiles).
      throw undecodable(describe(e), e);
    } catch (StackOverflowError e) {
      throw undecodable("its parts are nested too deeply", e);
    } catch (OutOfMemoryError e) {
      // Headers are checked, so it is something inside that a codec takes memory by. Were it let
      // through, the record would end this process after every start.
      throw undecodable("its codec takes more memory than there is", e);
    } catch (LinkageError | AssertionError e) {
      throw undecodable("its codec fails with " + e, e);
    }
  }

  private static ImageRejectedException undecodable(String why, Throwable cause) {
    return new ImageRejectedException(
        RejectionKind.UNDECODABLE, "image cannot be decoded: " + why, cause);
  }

  private static String describe(Exception e) {
    Throwable cause = e.getCause();
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return cause == null || cause.getMessage() == null
        ? message
        : message + " (" + cause.getMessage() + ")";
  }
}
