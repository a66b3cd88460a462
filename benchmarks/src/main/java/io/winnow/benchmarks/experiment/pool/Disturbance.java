package io.winnow.benchmarks.experiment.pool;

import io.winnow.descriptor.image.DecodedImage;
import java.util.SplittableRandom;

/**
 * How a camera that looks again sees the same thing: moved by up to two pixels, brighter or darker
 * by up to a fifth, compressed as a JPEG is. The compression is written out, because image
 * libraries differ in their last bits.
 */
final class Disturbance {
  private static final int LARGEST_SHIFT = 2;
  private static final double LARGEST_CHANGE = 0.2;
  private static final int BLOCK = 8;

  /** Luminance table of the JPEG standard (ITU-T T.81, table K.1): the step at quality 50. */
  private static final int[] STEPS = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  private static final double[][] COSINES = cosines();

  private Disturbance() {}

  static DecodedImage of(DecodedImage image, SplittableRandom random) {
    int dx = random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT;
    int dy = random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT;
    double brightness = 1 + LARGEST_CHANGE * (2 * random.nextDouble() - 1);
    double coarseness = 0.5 + random.nextDouble();
    int width = image.width();
    int height = image.height();
    byte[] rgb = new byte[image.rgb().length];
    for (int c = 0; c < 3; c++) {
      double[] plane = new double[width * height];
      for (int y = 0; y < height; y++) {
        int fromY = Math.min(height - 1, Math.max(0, y + dy));
        for (int x = 0; x < width; x++) {
          int fromX = Math.min(width - 1, Math.max(0, x + dx));
          int pixel = Byte.toUnsignedInt(image.rgb()[3 * (fromY * width + fromX) + c]);
          plane[y * width + x] = Math.min(255, brightness * pixel);
        }
      }
      double[] coarse = compressed(plane, width, height, coarseness);
      for (int p = 0; p < coarse.length; p++) {
        rgb[3 * p + c] = (byte) Math.round(Math.min(255, Math.max(0, coarse[p])));
      }
    }
    return new DecodedImage(width, height, rgb);
  }

  /** Block by block: cosine transform, rounding to steps, and back. */
  private static double[] compressed(double[] plane, int width, int height, double coarseness) {
    double[] out = new double[plane.length];
    for (int top = 0; top < height; top += BLOCK) {
      for (int left = 0; left < width; left += BLOCK) {
        double[] block = new double[BLOCK * BLOCK];
        for (int i = 0; i < block.length; i++) {
          int y = Math.min(height - 1, top + i / BLOCK);
          int x = Math.min(width - 1, left + i % BLOCK);
          block[i] = plane[y * width + x] - 128;
        }
        double[] coefficients = transform(block, true);
        for (int i = 0; i < coefficients.length; i++) {
          double step = STEPS[i] * coarseness;
          coefficients[i] = step * Math.rint(coefficients[i] / step);
        }
        double[] pixels = transform(coefficients, false);
        for (int i = 0; i < pixels.length; i++) {
          int y = top + i / BLOCK;
          int x = left + i % BLOCK;
          if (y < height && x < width) {
            out[y * width + x] = pixels[i] + 128;
          }
        }
      }
    }
    return out;
  }

  /** The orthonormal cosine transform of a block, or its inverse: rows, then columns. */
  private static double[] transform(double[] block, boolean forward) {
    double[] rows = new double[block.length];
    double[] both = new double[block.length];
    for (int y = 0; y < BLOCK; y++) {
      for (int u = 0; u < BLOCK; u++) {
        for (int x = 0; x < BLOCK; x++) {
          rows[y * BLOCK + u] += block[y * BLOCK + x] * (forward ? COSINES[u][x] : COSINES[x][u]);
        }
      }
    }
    for (int v = 0; v < BLOCK; v++) {
      for (int u = 0; u < BLOCK; u++) {
        for (int y = 0; y < BLOCK; y++) {
          both[v * BLOCK + u] += rows[y * BLOCK + u] * (forward ? COSINES[v][y] : COSINES[y][v]);
        }
      }
    }
    return both;
  }

  private static double[][] cosines() {
    double[][] cosines = new double[BLOCK][BLOCK];
    for (int u = 0; u < BLOCK; u++) {
      for (int x = 0; x < BLOCK; x++) {
        cosines[u][x] =
            Math.sqrt((u == 0 ? 1.0 : 2.0) / BLOCK)
                * StrictMath.cos((2 * x + 1) * u * Math.PI / (2 * BLOCK));
      }
    }
    return cosines;
  }
}
