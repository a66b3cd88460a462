package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Baselines that give one value per channel, over all channels of every layer. */
enum ChannelPooling implements Aggregation {

  /** Maximum of each channel (Razavian et al. 2016). */
  MAC("mac") {
    @Override
    double[] pool(FeatureMaps map, int n) {
      float[] maxima = RegionMaxima.maxima(map, n, 0, 0, map.height(), map.width());
      return IntStream.range(0, maxima.length).mapToDouble(c -> maxima[c]).toArray();
    }
  },

  /** Sum of the L2-normalised maxima of regions at three scales (Tolias et al. 2016). */
  R_MAC("r-mac") {
    @Override
    double[] pool(FeatureMaps map, int n) {
      return RegionMaxima.sum(map, n);
    }
  },

  /** Sum of each channel (Babenko and Lempitsky 2015, without their centre prior). */
  SPOC("spoc") {
    @Override
    double[] pool(FeatureMaps map, int n) {
      double[] ones = new double[map.height() * map.width()];
      Arrays.fill(ones, 1);
      double[] sums = new double[map.channels()];
      SpatialWeights.weigh(map, n, ones, sums, 0);
      return sums;
    }
  },

  /** Cross-dimensional weighting (Kalantidis et al. 2016) with their a = b = 2. */
  CROW("crow") {
    @Override
    double[] pool(FeatureMaps map, int n) {
      return CrossWeighting.pool(map, n);
    }
  };

  private final String text;

  ChannelPooling(String text) {
    this.text = text;
  }

  abstract double[] pool(FeatureMaps map, int n);

  @Override
  public String text() {
    return text;
  }

  @Override
  public int featureSize(List<LayerMap> layers) {
    return layers.stream().mapToInt(layer -> layer.map().channels()).sum();
  }

  @Override
  public double[] aggregate(List<LayerMap> layers, int n) {
    double[] vector = new double[featureSize(layers)];
    int offset = 0;
    for (LayerMap layer : layers) {
      double[] pooled = pool(layer.map(), n);
      System.arraycopy(pooled, 0, vector, offset, pooled.length);
      offset += pooled.length;
    }
    return vector;
  }
}
