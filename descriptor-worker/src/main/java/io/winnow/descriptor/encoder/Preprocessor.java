package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.image.DecodedImage;
import java.util.Arrays;

/**
 * Makes network inputs of pictures: resampling to the input size (the aspect ratio is not kept, as
 * the networks' own training did not), channel order, scale, mean and deviation. Stateless, so any
 * number of threads may use one.
 *
 * <p>Resampling is separable with a triangle kernel: bilinear where the picture grows, and where it
 * shrinks the kernel widens with the ratio, so that every source pixel counts. Arithmetic is float
 * in a fixed order, hence the same on every machine; a library's resize would tie descriptors to
 * its version.
 */
public final class Preprocessor {

  private final InputShape shape;
  private final Preprocessing preprocessing;

  /**
   * Makes inputs of one shape.
   *
   * @param shape what {@link #prepare} yields
   * @param preprocessing of the backbone
   */
  public Preprocessor(InputShape shape, Preprocessing preprocessing) {
    this.shape = shape;
    this.preprocessing = preprocessing;
  }

  /** Pixels of one image, NHWC without the N. */
  public float[] prepare(DecodedImage image) {
    int channels = shape.channels();
    float[] columns = new float[image.height() * shape.width() * channels];
    resampleRows(image, columns);
    return resampleColumns(columns, image.height());
  }

  private void resampleRows(DecodedImage image, float[] columns) {
    int channels = shape.channels();
    if (image.width() == shape.width()) {
      for (int y = 0; y < image.height(); y++) {
        readRow(image, y, columns, y * shape.width() * channels);
      }
      return;
    }
    TriangleWeights weights = TriangleWeights.of(image.width(), shape.width());
    float[] row = new float[image.width() * channels];
    for (int y = 0; y < image.height(); y++) {
      readRow(image, y, row, 0);
      for (int x = 0; x < shape.width(); x++) {
        float[] taps = weights.taps(x);
        int first = weights.first(x);
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          for (int t = 0; t < taps.length; t++) {
            sum += taps[t] * row[(first + t) * channels + c];
          }
          columns[(y * shape.width() + x) * channels + c] = sum;
        }
      }
    }
  }

  private void readRow(DecodedImage image, int y, float[] row, int start) {
    byte[] rgb = image.rgb();
    ChannelOrder order = preprocessing.channels();
    for (int x = 0; x < image.width(); x++) {
      int at = 3 * (y * image.width() + x);
      int red = rgb[at] & 0xff;
      int green = rgb[at + 1] & 0xff;
      int blue = rgb[at + 2] & 0xff;
      switch (order) {
        case GRAY -> row[start + x] = (299 * red + 587 * green + 114 * blue) / 1000f;
        case RGB -> put(row, start + 3 * x, red, green, blue);
        case BGR -> put(row, start + 3 * x, blue, green, red);
      }
    }
  }

  private static void put(float[] row, int at, int first, int second, int third) {
    row[at] = first;
    row[at + 1] = second;
    row[at + 2] = third;
  }

  private float[] resampleColumns(float[] columns, int sourceHeight) {
    int stride = shape.width() * shape.channels();
    TriangleWeights weights = TriangleWeights.of(sourceHeight, shape.height());
    float[] pixels = new float[shape.length()];
    float[] sums = new float[stride];
    for (int y = 0; y < shape.height(); y++) {
      float[] taps = weights.taps(y);
      Arrays.fill(sums, 0);
      for (int t = 0; t < taps.length; t++) {
        addScaled(columns, (weights.first(y) + t) * stride, taps[t], sums);
      }
      normalise(sums, pixels, y * stride);
    }
    return pixels;
  }

  /** A whole row at once, which the JIT makes vector instructions of. */
  private static void addScaled(float[] rows, int from, float factor, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * rows[from + i];
    }
  }

  private void normalise(float[] row, float[] pixels, int to) {
    int channels = shape.channels();
    for (int c = 0; c < channels; c++) {
      double scale = preprocessing.scale();
      double mean = preprocessing.mean().get(c);
      double deviation = preprocessing.std().get(c);
      for (int i = c; i < row.length; i += channels) {
        pixels[to + i] = (float) ((scale * row[i] - mean) / deviation);
      }
    }
  }
}
