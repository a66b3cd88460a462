package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;

/** Weights over the cells of a map, shared by PWA and CroW. */
final class SpatialWeights {

  private SpatialWeights() {}

  /** {@code sqrt(max(0, s) / ‖max(0, s)‖₂)}, all zero for a silent map; changes its argument. */
  static double[] powerNormalised(double[] cells) {
    double square = 0;
    for (int p = 0; p < cells.length; p++) {
      cells[p] = Math.max(0, cells[p]);
      square += cells[p] * cells[p];
    }
    double norm = Math.sqrt(square);
    for (int p = 0; p < cells.length; p++) {
      cells[p] = norm > 0 ? Math.sqrt(cells[p] / norm) : 0;
    }
    return cells;
  }

  /** Adds the weighted sum over the cells of every channel to {@code sums} from {@code offset}. */
  static void weigh(FeatureMaps map, int n, double[] weights, double[] sums, int offset) {
    int base = map.offset(n, 0, 0);
    int channels = map.channels();
    for (int p = 0; p < weights.length; p++) {
      if (weights[p] != 0) {
        for (int c = 0; c < channels; c++) {
          sums[offset + c] += weights[p] * map.values()[base + p * channels + c];
        }
      }
    }
  }
}
