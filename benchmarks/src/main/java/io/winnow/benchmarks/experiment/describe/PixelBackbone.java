package io.winnow.benchmarks.experiment.describe;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import io.winnow.descriptor.backbone.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * A network that does nothing: its only map is its input. So the raw pixels go through the same PCA
 * and calibration as a network's maps, in plain Java.
 */
final class PixelBackbone implements Backbone {
  private static final String MAP = "pixels";

  private final BackboneSpec spec;

  PixelBackbone(boolean grey, int side) {
    Preprocessing preprocessing =
        grey
            ? new Preprocessing(ChannelOrder.GRAY, 1 / 255.0, List.of(0.0), List.of(1.0))
            : new Preprocessing(
                ChannelOrder.RGB, 1 / 255.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    // A network has a weight file; this one names its class, which is never opened.
    spec =
        new BackboneSpec(
            MAP,
            PixelBackbone.class.getResource("PixelBackbone.class"),
            Optional.empty(),
            Optional.empty(),
            preprocessing,
            side,
            MAP,
            MAP,
            Optional.empty());
  }

  @Override
  public BackboneSpec spec() {
    return spec;
  }

  @Override
  public String weightDigest() {
    return "0".repeat(64);
  }

  @Override
  public String backend() {
    return "java";
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
  public void close() {}
}
