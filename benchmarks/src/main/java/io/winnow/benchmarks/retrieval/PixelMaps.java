package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import io.winnow.descriptor.backbone.Preprocessing;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** No network: its one map is the picture, so that raw pixels go through the same fit. */
final class PixelMaps implements Backbone {

  static final String MAP = "pixels";

  private final BackboneSpec spec;

  PixelMaps(int inputSize) {
    try {
      spec =
          new BackboneSpec(
              MAP,
              URI.create("file:" + MAP).toURL(),
              Optional.empty(),
              Optional.empty(),
              new Preprocessing(
                  ChannelOrder.RGB, 1 / 255.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
              inputSize,
              MAP,
              MAP,
              Optional.empty());
    } catch (MalformedURLException e) {
      throw new BenchmarkException("cannot name the pixels", e);
    }
  }

  @Override
  public BackboneSpec spec() {
    return spec;
  }

  @Override
  public String weightDigest() {
    return MAP;
  }

  @Override
  public String backend() {
    return MAP;
  }

  @Override
  public List<String> outputs() {
    return List.of(MAP);
  }

  @Override
  public List<FeatureMaps> forward(
      List<float[]> images, InputShape shape, List<MapRequest> requests) {
    float[] pixels = new float[images.size() * shape.length()];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, pixels, i * shape.length(), shape.length());
    }
    FeatureMaps map =
        new FeatureMaps(
            MAP, images.size(), shape.height(), shape.width(), shape.channels(), pixels);
    return requests.stream().map(request -> map.only(request.channels())).toList();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
