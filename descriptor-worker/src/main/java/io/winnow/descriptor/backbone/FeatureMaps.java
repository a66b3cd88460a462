package io.winnow.descriptor.backbone;

/**
 * One named feature map of a batch, NHWC float32: the value of image n, row y, column x, channel c
 * lies at {@code ((n * height + y) * width + x) * channels + c}, whatever the backend.
 *
 * @param name output name
 * @param images batch size
 * @param height rows of the map
 * @param width columns of the map
 * @param channels channels of the map
 * @param values {@code images * height * width * channels} floats
 */
@SuppressWarnings("ArrayRecordComponent") // maps are read in place, never compared
public record FeatureMaps(
    String name, int images, int height, int width, int channels, float[] values) {

  public FeatureMaps {
    long expected = (long) images * height * width * channels;
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "map %s of shape (%d, %d, %d, %d) needs %d values, got %d"
              .formatted(name, images, height, width, channels, expected, values.length));
    }
  }

  /** Index of the first channel of image n at row y, column x. */
  public int offset(int n, int y, int x) {
    return ((n * height + y) * width + x) * channels;
  }
}
