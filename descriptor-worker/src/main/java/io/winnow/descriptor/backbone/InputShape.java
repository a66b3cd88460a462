package io.winnow.descriptor.backbone;

/**
 * Shape of one network input. A batch is NHWC: image n, row y, column x, channel c lies at {@code
 * ((n * height + y) * width + x) * channels + c}.
 *
 * @param height rows, 1 to 4096
 * @param width columns, 1 to 4096
 * @param channels 1 or 3
 */
public record InputShape(int height, int width, int channels) {

  private static final int MAX_SIDE = 4096;

  public InputShape {
    if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "input size must be within 1..%d, got %dx%d".formatted(MAX_SIDE, height, width));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("input channels must be 1 or 3, got " + channels);
    }
  }

  /** Number of floats of one image. */
  public int length() {
    return height * width * channels;
  }
}
