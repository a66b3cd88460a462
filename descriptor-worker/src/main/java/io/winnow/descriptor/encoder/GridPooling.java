package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.Comparator;
import java.util.List;

/**
 * Average-pools every chosen channel to a common grid; a cell carries the first layer's channels,
 * then the next layer's. Pooling straight to the final grid equals pooling to the coarsest map's
 * grid first whenever the sizes divide.
 *
 * @param grid cells per side, 0 for the coarsest map's own grid ({@code flatten})
 */
record GridPooling(int grid) implements Aggregation {

  static final String PREFIX = "grid ";
  private static final int MAX_GRID = 512;

  GridPooling {
    if (grid < 0 || grid > MAX_GRID) {
      throw new IllegalArgumentException("grid must be within 0.." + MAX_GRID + ", got " + grid);
    }
  }

  /** Checks a recorded length against the number of chosen channels, without any map. */
  void requireFeatures(int featureSize, int channels) {
    if (featureSize % channels != 0) {
      throw new IllegalArgumentException(
          "featureSize must be a multiple of the %d channels, got %d"
              .formatted(channels, featureSize));
    }
    if (grid > 0 && featureSize != grid * grid * channels) {
      throw new IllegalArgumentException(
          "featureSize of grid %d with %d channels must be %d, got %d"
              .formatted(grid, channels, grid * grid * channels, featureSize));
    }
  }

  @Override
  public String text() {
    return grid == 0 ? "flatten" : PREFIX + grid;
  }

  @Override
  public int featureSize(List<LayerMap> layers) {
    for (LayerMap layer : layers) {
      FeatureMaps map = layer.map();
      if (grid > map.height() || grid > map.width()) {
        throw new EncoderException(
            "grid %d is finer than map %s of %dx%d"
                .formatted(grid, map.name(), map.height(), map.width()));
      }
    }
    return rows(layers) * columns(layers) * depth(layers);
  }

  @Override
  public double[] aggregate(List<LayerMap> layers, int n) {
    int rows = rows(layers);
    int columns = columns(layers);
    int depth = depth(layers);
    double[] fused = new double[rows * columns * depth];
    int offset = 0;
    for (LayerMap layer : layers) {
      pool(layer, n, rows, columns, fused, offset, depth);
      offset += layer.channels().length;
    }
    return fused;
  }

  private int rows(List<LayerMap> layers) {
    return grid == 0 ? coarsest(layers).height() : grid;
  }

  private int columns(List<LayerMap> layers) {
    return grid == 0 ? coarsest(layers).width() : grid;
  }

  private static FeatureMaps coarsest(List<LayerMap> layers) {
    return layers.stream().min(Comparator.comparingInt(LayerMap::cells)).orElseThrow().map();
  }

  private static int depth(List<LayerMap> layers) {
    return layers.stream().mapToInt(layer -> layer.channels().length).sum();
  }

  private static void pool(
      LayerMap layer, int n, int rows, int columns, double[] fused, int offset, int depth) {
    FeatureMaps map = layer.map();
    int[] channels = layer.channels();
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
}
