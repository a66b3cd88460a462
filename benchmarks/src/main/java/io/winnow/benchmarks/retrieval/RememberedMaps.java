package io.winnow.benchmarks.retrieval;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backbone that runs once per picture: the maps of every layer asked for are kept, so that many
 * encoders can be fitted and tried through the product's own code for the price of one pass.
 */
final class RememberedMaps implements Backbone {

  private final Backbone backbone;
  private final List<String> layers;
  private final Map<Pixels, Map<String, FeatureMaps>> remembered = new ConcurrentHashMap<>();

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
  public List<FeatureMaps> forward(
      List<float[]> images, InputShape shape, List<MapRequest> requests) {
    List<Pixels> pictures = images.stream().map(Pixels::new).toList();
    run(pictures, shape);
    List<Map<String, FeatureMaps>> maps = pictures.stream().map(remembered::get).toList();
    return requests.stream()
        .map(request -> joined(request.name(), maps).only(request.channels()))
        .toList();
  }

  /** The network is for one thread at a time; what is remembered, for any number. */
  private synchronized void run(List<Pixels> all, InputShape shape) {
    List<Pixels> pictures =
        all.stream().filter(p -> !remembered.containsKey(p)).distinct().toList();
    if (pictures.isEmpty()) {
      return;
    }
    List<FeatureMaps> maps =
        backbone.forward(
            pictures.stream().map(Pixels::values).toList(), shape, layers.toArray(String[]::new));
    for (int i = 0; i < pictures.size(); i++) {
      remembered.put(pictures.get(i), ofImage(i, maps));
    }
  }

  private static Map<String, FeatureMaps> ofImage(int image, List<FeatureMaps> maps) {
    Map<String, FeatureMaps> byName = new LinkedHashMap<>();
    for (FeatureMaps map : maps) {
      int length = map.height() * map.width() * map.channels();
      float[] values = Arrays.copyOfRange(map.values(), image * length, (image + 1) * length);
      byName.put(
          map.name(),
          new FeatureMaps(map.name(), 1, map.height(), map.width(), map.channels(), values));
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

  /** Prepared pixels as a key; a few of them make the hash, since there are tens of thousands. */
  @SuppressWarnings("ArrayRecordComponent") // equal by content, as both methods below say
  private record Pixels(float[] values) {

    private static final int HASHED = 256;

    @Override
    public boolean equals(Object other) {
      return other instanceof Pixels pixels && Arrays.equals(values, pixels.values);
    }

    @Override
    public int hashCode() {
      int stride = Math.max(1, values.length / HASHED);
      int hash = 0;
      for (int i = 0; i < values.length; i += stride) {
        hash = 31 * hash + Float.floatToIntBits(values[i]);
      }
      return hash;
    }
  }
}
