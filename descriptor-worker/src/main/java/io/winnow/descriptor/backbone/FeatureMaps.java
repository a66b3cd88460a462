package io.winnow.descriptor.backbone;

import java.util.List;

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

  /**
   * The maps with only these channels, in this order; all of them if none is named.
   *
   * @throws IllegalArgumentException for a channel that there is not
   */
  public FeatureMaps only(List<Integer> chosen) {
    if (chosen.isEmpty()) {
      return this;
    }
    int[] indices = chosen.stream().mapToInt(Integer::intValue).toArray();
    for (int index : indices) {
      if (index < 0 || index >= channels) {
        throw new IllegalArgumentException(
            "map %s has %d channels, channel %d was asked for".formatted(name, channels, index));
      }
    }
    float[] kept = new float[images * height * width * indices.length];
    int to = 0;
    for (int from = 0; from < values.length; from += channels) {
      for (int index : indices) {
        kept[to++] = values[from + index];
      }
    }
    return new FeatureMaps(name, images, height, width, indices.length, kept);
  }
}
