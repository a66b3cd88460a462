package io.winnow.cli.encoder;

import io.winnow.cli.console.UsageException;
import io.winnow.descriptor.image.ImageDecoder;
import picocli.CommandLine.Option;

/** The option with which a picture is too large to be looked at. */
final class PixelLimit {

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Largest width times height; larger pictures are skipped (default: ${DEFAULT-VALUE}, as"
              + " the worker's max.image.pixels).")
  private int pixels = 50_000_000;

  /**
   * The limit.
   *
   * @throws UsageException if it is out of range
   */
  int pixels() {
    if (pixels < 1 || pixels > ImageDecoder.MAX_PIXELS_LIMIT) {
      throw new UsageException(
          "--max-pixels %d must be within 1..%d".formatted(pixels, ImageDecoder.MAX_PIXELS_LIMIT));
    }
    return pixels;
  }
}
