package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.ArrayList;
import java.util.List;

/** The chosen channels of one or more layers and their aggregation, normalised to L2 norm 1. */
final class Fusion {

  private final List<int[]> channels;
  private final Aggregation aggregation;

  Fusion(List<EncoderSpec.Layer> layers, Aggregation aggregation) {
    this.channels =
        layers.stream()
            .map(layer -> layer.channels().stream().mapToInt(Integer::intValue).toArray())
            .toList();
    this.aggregation = aggregation;
  }

  /** Length of a fused vector for maps of these sizes, in the order of the layers. */
  int featureSize(List<FeatureMaps> maps) {
    return aggregation.featureSize(layers(maps));
  }

  /** The fused vector of image n, of L2 norm 1, or all zero when every channel is silent. */
  float[] fuse(List<FeatureMaps> maps, int n) {
    return normalised(aggregation.aggregate(layers(maps), n));
  }

  /** The fused vectors of all images of a batch, in order. */
  float[][] fuse(List<FeatureMaps> maps) {
    float[][] fused = new float[maps.get(0).images()][];
    for (int i = 0; i < fused.length; i++) {
      fused[i] = fuse(maps, i);
    }
    return fused;
  }

  private List<LayerMap> layers(List<FeatureMaps> maps) {
    List<LayerMap> layers = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      layers.add(new LayerMap(maps.get(i), channels.get(i)));
    }
    return layers;
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
