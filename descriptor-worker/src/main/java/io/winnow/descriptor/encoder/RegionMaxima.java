package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.Arrays;

/** Channel maxima of the square regions of R-MAC (Tolias et al. 2016, section 4). */
final class RegionMaxima {

  private static final int SCALES = 3;
  private static final double OVERLAP = 0.4;
  private static final int MAX_EXTRA = 6;

  private RegionMaxima() {}

  /** Sum of the L2-normalised maxima over all regions; silent regions add nothing. */
  static double[] sum(FeatureMaps map, int n) {
    double[] sum = new double[map.channels()];
    for (int scale = 1; scale <= SCALES; scale++) {
      int side = Math.max(1, 2 * Math.min(map.height(), map.width()) / (scale + 1));
      for (int top : starts(map.height(), map.width(), side, scale)) {
        for (int left : starts(map.width(), map.height(), side, scale)) {
          addUnit(maxima(map, n, top, left, side, side), sum);
        }
      }
    }
    return sum;
  }

  /** Maximum of each channel in a region. */
  static float[] maxima(FeatureMaps map, int n, int top, int left, int height, int width) {
    float[] maxima = new float[map.channels()];
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        raise(maxima, map.values(), map.offset(n, y, x));
      }
    }
    return maxima;
  }

  /** All channels of a cell at once, which the JIT makes vector instructions of. */
  private static void raise(float[] maxima, float[] values, int from) {
    for (int c = 0; c < maxima.length; c++) {
      maxima[c] = Math.max(maxima[c], values[from + c]);
    }
  }

  private static int[] starts(int length, int other, int side, int scale) {
    int regions = scale + (length > other ? extra(length, other) : 0);
    int[] starts = new int[regions];
    for (int i = 1; i < regions; i++) {
      starts[i] = i * (length - side) / (regions - 1);
    }
    return starts;
  }

  /** Further regions along the longer side, so that neighbours overlap by about 40 percent. */
  private static int extra(int length, int shorter) {
    int best = 1;
    double gap = Double.POSITIVE_INFINITY;
    for (int extra = 1; extra <= MAX_EXTRA; extra++) {
      double overlap = 1 - (double) (length - shorter) / extra / shorter;
      if (Math.abs(overlap - OVERLAP) < gap) {
        gap = Math.abs(overlap - OVERLAP);
        best = extra;
      }
    }
    return best;
  }

  private static void addUnit(float[] vector, double[] sum) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (square > 0) {
      double norm = Math.sqrt(square);
      for (int c = 0; c < sum.length; c++) {
        sum[c] += vector[c] / norm;
      }
    }
  }
}
