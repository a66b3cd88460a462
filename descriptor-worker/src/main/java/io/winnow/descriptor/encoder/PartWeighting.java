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
      for (int channel : layer.channels()) {
        SpatialWeights.weigh(layer.map(), n, part(layer, n, channel), vector, offset);
        offset += layer.map().channels();
      }
    }
    return vector;
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
