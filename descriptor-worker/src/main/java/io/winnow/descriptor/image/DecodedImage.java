package io.winnow.descriptor.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * A decoded picture: interleaved 8-bit RGB, row-major, so pixel (x, y) starts at {@code 3 * (y *
 * width + x)}. Grey pictures carry the same value three times. The array is shared, not copied: the
 * caller gives it away.
 *
 * @param width pixels per row, at least 1
 * @param height rows, at least 1
 * @param rgb {@code 3 * width * height} bytes, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are never compared, and a copy would cost memory
public record DecodedImage(int width, int height, byte[] rgb) {

  public DecodedImage {
    Objects.requireNonNull(rgb, "rgb");
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image size must be at least 1x1, got " + width + "x" + height);
    }
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "an image of %dx%d needs %d bytes, got %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }

  /**
   * This picture on a white canvas.
   *
   * @param left columns of the canvas to the left of it
   * @param top rows of the canvas above it
   */
  DecodedImage onCanvas(int canvasWidth, int canvasHeight, int left, int top) {
    if (left == 0 && top == 0 && canvasWidth == width && canvasHeight == height) {
      return this;
    }
    byte[] canvas = new byte[3 * canvasWidth * canvasHeight];
    Arrays.fill(canvas, (byte) 0xff);
    int columns = Math.min(width, canvasWidth - left);
    for (int y = 0; y < Math.min(height, canvasHeight - top); y++) {
      System.arraycopy(
          rgb, 3 * y * width, canvas, 3 * ((top + y) * canvasWidth + left), 3 * columns);
    }
    return new DecodedImage(canvasWidth, canvasHeight, canvas);
  }
}
