package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;

/**
 * CroW (Kalantidis et al. 2016): cells weigh by the power-normalised sum over channels, channels by
 * {@code log((K·ε + Σ Q) / (ε + Q_k))} with Q_k the share of cells where channel k is positive.
 */
final class CrossWeighting {

  private static final double EPSILON = 1e-6;

  private CrossWeighting() {}

  static double[] pool(FeatureMaps map, int n) {
    int channels = map.channels();
    double[] cells = new double[map.height() * map.width()];
    double[] share = new double[channels];
    int base = map.offset(n, 0, 0);
    for (int p = 0; p < cells.length; p++) {
      for (int c = 0; c < channels; c++) {
        float value = map.values()[base + p * channels + c];
        cells[p] += value;
        share[c] += value > 0 ? 1.0 / cells.length : 0;
      }
    }
    double[] sums = new double[channels];
    SpatialWeights.weigh(map, n, SpatialWeights.powerNormalised(cells), sums, 0);
    double all = 0;
    for (double q : share) {
      all += q;
    }
    for (int c = 0; c < channels; c++) {
      sums[c] *= StrictMath.log((channels * EPSILON + all) / (EPSILON + share[c]));
    }
    return sums;
  }
}
