package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import java.util.Random;

/**
 * Makes what counts as a near-duplicate of a prepared image: in turn a small shift, a crop, a
 * mirror image, another brightness, or noise. Works on pixel values 0..255 behind the
 * preprocessing.
 */
final class Perturbation {

  private static final int KINDS = 5;
  private static final double MAX_SHIFT = 1.0 / 16;
  private static final double CROPPED_SIDE = 7.0 / 8;
  private static final double BRIGHTNESS = 0.2;
  private static final double NOISE = 8;

  private final InputShape shape;
  private final Preprocessing preprocessing;

  Perturbation(InputShape shape, Preprocessing preprocessing) {
    this.shape = shape;
    this.preprocessing = preprocessing;
  }

  /** A perturbed copy; the kind follows from the number of the image. */
  float[] copy(float[] prepared, int number, Random random) {
    return switch (number % KINDS) {
      case 0 -> resampled(prepared, 1, shift(shape.width(), random), shift(shape.height(), random));
      case 1 -> cropped(prepared, random);
      case 2 -> resampled(prepared, -1, shape.width() - 1.0, 0);
      case 3 -> repainted(prepared, 1 + BRIGHTNESS * (2 * random.nextDouble() - 1), 0, random);
      default -> repainted(prepared, 1, NOISE, random);
    };
  }

  private static double shift(int side, Random random) {
    double pixels = Math.max(1, Math.rint(MAX_SHIFT * side));
    return random.nextBoolean() ? pixels : -pixels;
  }

  private float[] cropped(float[] prepared, Random random) {
    double left = random.nextDouble() * (1 - CROPPED_SIDE) * (shape.width() - 1);
    double top = random.nextDouble() * (1 - CROPPED_SIDE) * (shape.height() - 1);
    return resampled(prepared, CROPPED_SIDE, left, top);
  }

  /**
   * Bilinear: column x comes from {@code left + scale * x}, row y from {@code top + |scale| * y},
   * held within the image.
   */
  private float[] resampled(float[] prepared, double scale, double left, double top) {
    float[] copy = new float[prepared.length];
    int channels = shape.channels();
    for (int y = 0; y < shape.height(); y++) {
      double sourceY = within(top + Math.abs(scale) * y, shape.height());
      int y0 = (int) sourceY;
      int y1 = Math.min(y0 + 1, shape.height() - 1);
      for (int x = 0; x < shape.width(); x++) {
        double sourceX = within(left + scale * x, shape.width());
        int x0 = (int) sourceX;
        int x1 = Math.min(x0 + 1, shape.width() - 1);
        for (int c = 0; c < channels; c++) {
          double upper = between(prepared[at(y0, x0, c)], prepared[at(y0, x1, c)], sourceX - x0);
          double lower = between(prepared[at(y1, x0, c)], prepared[at(y1, x1, c)], sourceX - x0);
          copy[at(y, x, c)] = (float) between(upper, lower, sourceY - y0);
        }
      }
    }
    return copy;
  }

  private int at(int y, int x, int c) {
    return (y * shape.width() + x) * shape.channels() + c;
  }

  private static double within(double position, int side) {
    return Math.max(0, Math.min(side - 1.0, position));
  }

  private static double between(double a, double b, double share) {
    return a + share * (b - a);
  }

  private float[] repainted(float[] prepared, double factor, double noise, Random random) {
    float[] copy = new float[prepared.length];
    for (int i = 0; i < copy.length; i++) {
      int c = i % shape.channels();
      double mean = preprocessing.mean().get(c);
      double std = preprocessing.std().get(c);
      double pixel = (prepared[i] * std + mean) / preprocessing.scale();
      double changed = factor * pixel + (noise > 0 ? noise * random.nextGaussian() : 0);
      double held = Math.max(0, Math.min(255, changed));
      copy[i] = (float) ((preprocessing.scale() * held - mean) / std);
    }
    return copy;
  }
}
