package io.winnow.benchmarks.retrieval;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A backbone that runs once per picture: the maps of every layer asked for are kept, so that many
 * encoders can be fitted and tried through the product's own code for the price of one pass.
 */
final class RememberedMaps implements Backbone {

  private final Backbone backbone;
  private final List<String> layers;
  private final Map<ByteBuffer, Map<String, FeatureMaps>> remembered = new HashMap<>();

  /**
   * @param backbone stays the caller's to close
   * @param layers maps that will be asked for
   */
  RememberedMaps(Backbone backbone, List<String> layers) {
    this.backbone = backbone;
    this.layers = List.copyOf(layers);
  }

  @Override
  public BackboneSpec spec() {
    return backbone.spec();
  }

  @Override
  public String weightDigest() {
    return backbone.weightDigest();
  }

  @Override
  public String backend() {
    return backbone.backend();
  }

  @Override
  public List<String> outputs() {
    return backbone.outputs();
  }

  @Override
  public List<FeatureMaps> forward(float[] batch, int n, InputShape shape, String... names) {
    List<Map<String, FeatureMaps>> maps = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] pixels = Arrays.copyOfRange(batch, i * shape.length(), (i + 1) * shape.length());
      ByteBuffer key = ByteBuffer.allocate(Float.BYTES * pixels.length);
      key.asFloatBuffer().put(pixels);
      maps.add(remembered.computeIfAbsent(key, unknown -> run(pixels, shape)));
    }
    return Arrays.stream(names).map(name -> joined(name, maps)).toList();
  }

  private Map<String, FeatureMaps> run(float[] pixels, InputShape shape) {
    Map<String, FeatureMaps> byName = new LinkedHashMap<>();
    for (FeatureMaps map : backbone.forward(pixels, 1, shape, layers.toArray(String[]::new))) {
      byName.put(map.name(), map);
    }
    return byName;
  }

  private static FeatureMaps joined(String name, List<Map<String, FeatureMaps>> images) {
    FeatureMaps first = images.get(0).get(name);
    float[] values = new float[images.size() * first.values().length];
    for (int i = 0; i < images.size(); i++) {
      float[] one = images.get(i).get(name).values();
      System.arraycopy(one, 0, values, i * one.length, one.length);
    }
    return new FeatureMaps(
        name, images.size(), first.height(), first.width(), first.channels(), values);
  }

  @Override
  public void close() {
    remembered.clear();
  }
}
