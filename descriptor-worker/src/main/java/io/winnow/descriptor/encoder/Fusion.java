package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.List;

/**
 * Fuses the chosen channels of two maps: each channel is average-pooled to the common grid, and a
 * grid cell carries the low map's channels, then the middle map's. Pooling straight to the final
 * grid equals pooling to the middle map's grid first whenever the sizes divide.
 */
final class Fusion {

  private final int[] lowChannels;
  private final int[] middleChannels;
  private final Aggregation aggregation;

  Fusion(List<Integer> lowChannels, List<Integer> middleChannels, Aggregation aggregation) {
    this.lowChannels = lowChannels.stream().mapToInt(Integer::intValue).toArray();
    this.middleChannels = middleChannels.stream().mapToInt(Integer::intValue).toArray();
    this.aggregation = aggregation;
  }

  /** Length of a fused vector for a middle map of this size. */
  int featureSize(FeatureMaps middle) {
    return rows(middle) * columns(middle) * (lowChannels.length + middleChannels.length);
  }

  /** The fused vector of image n, of L2 norm 1, or all zero when every chosen channel is silent. */
  float[] fuse(FeatureMaps low, FeatureMaps middle, int n) {
    int rows = rows(middle);
    int columns = columns(middle);
    int depth = lowChannels.length + middleChannels.length;
    double[] fused = new double[rows * columns * depth];
    pool(low, n, lowChannels, rows, columns, fused, 0, depth);
    pool(middle, n, middleChannels, rows, columns, fused, lowChannels.length, depth);
    return normalised(fused);
  }

  private int rows(FeatureMaps middle) {
    return aggregation.grid() == 0 ? middle.height() : aggregation.grid();
  }

  private int columns(FeatureMaps middle) {
    return aggregation.grid() == 0 ? middle.width() : aggregation.grid();
  }

  private static void pool(
      FeatureMaps map,
      int n,
      int[] channels,
      int rows,
      int columns,
      double[] fused,
      int offset,
      int depth) {
    for (int row = 0; row < rows; row++) {
      int top = row * map.height() / rows;
      int bottom = Math.max(top + 1, ceilDiv((row + 1) * map.height(), rows));
      for (int column = 0; column < columns; column++) {
        int left = column * map.width() / columns;
        int right = Math.max(left + 1, ceilDiv((column + 1) * map.width(), columns));
        int cell = (row * columns + column) * depth + offset;
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            int at = map.offset(n, y, x);
            for (int c = 0; c < channels.length; c++) {
              fused[cell + c] += map.values()[at + channels[c]];
            }
          }
        }
        double area = (double) (bottom - top) * (right - left);
        for (int c = 0; c < channels.length; c++) {
          fused[cell + c] /= area;
        }
      }
    }
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  private static float[] normalised(double[] values) {
    double square = 0;
    for (double value : values) {
      square += value * value;
    }
    double factor = square > 0 ? 1 / Math.sqrt(square) : 0;
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] * factor);
    }
    return unit;
  }
}
