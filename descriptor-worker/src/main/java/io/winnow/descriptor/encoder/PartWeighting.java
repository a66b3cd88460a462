package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.List;

/**
 * Part-based weighting aggregation (PWA, Xu et al., AAAI 2018): each chosen map S is a spatial
 * weight over all channels of its own layer, {@code w(y,x) = sqrt(S(y,x) / ‖S‖₂)} (the paper's α =
 * β = 2), and contributes the vector {@code Σ w(y,x) · f(y,x)}. Negative activations weigh nothing.
 */
record PartWeighting() implements Aggregation {

  @Override
  public String text() {
    return "pwa";
  }

  @Override
  public int featureSize(List<LayerMap> layers) {
    return layers.stream()
        .mapToInt(layer -> Math.multiplyExact(layer.channels().length, layer.map().channels()))
        .reduce(0, Math::addExact);
  }

  @Override
  public double[] aggregate(List<LayerMap> layers, int n) {
    double[] vector = new double[featureSize(layers)];
    int offset = 0;
    for (LayerMap layer : layers) {
      double[][] cells = cells(layer.map(), n);
      for (int channel : layer.channels()) {
        double[] sums = new double[layer.map().channels()];
        RowSums.add(sums, part(layer, n, channel), cells.length, cells, 0);
        System.arraycopy(sums, 0, vector, offset, sums.length);
        offset += sums.length;
      }
    }
    return vector;
  }

  /** All channels of one image, a row per cell. */
  private static double[][] cells(FeatureMaps map, int n) {
    double[][] cells = new double[map.height() * map.width()][map.channels()];
    int at = map.offset(n, 0, 0);
    for (double[] cell : cells) {
      for (int c = 0; c < cell.length; c++) {
        cell[c] = map.values()[at++];
      }
    }
    return cells;
  }

  private static double[] part(LayerMap layer, int n, int channel) {
    FeatureMaps map = layer.map();
    double[] part = new double[layer.cells()];
    int base = map.offset(n, 0, 0);
    for (int p = 0; p < part.length; p++) {
      part[p] = map.values()[base + p * map.channels() + channel];
    }
    return SpatialWeights.powerNormalised(part);
  }
}
