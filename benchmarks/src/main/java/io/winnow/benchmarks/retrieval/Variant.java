package io.winnow.benchmarks.retrieval;

import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.encoder.Aggregation;
import io.winnow.descriptor.encoder.FitSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to make descriptors of one network's maps.
 *
 * @param name {@code low}, {@code middle}, {@code high} or {@code fused} (low and middle)
 * @param layers the maps
 * @param channels channels kept of each, or {@link FitSettings#ALL_CHANNELS}
 * @param aggregation as an encoder names it
 * @param whitening of the PCA, 0 for none
 */
record Variant(
    String name, List<String> layers, int channels, String aggregation, double whitening) {

  /** The paper's number of channels. */
  private static final int CHOSEN = 25;

  private static final List<Integer> CHANNELS =
      List.of(5, 10, 25, 50, 100, FitSettings.ALL_CHANNELS);
  private static final List<String> OF_CHOSEN_CHANNELS = List.of("flatten", "grid 4", "pwa");
  private static final List<Double> WHITENINGS = List.of(0.5, 1.0);
  private static final List<String> BASELINES = List.of("mac", "r-mac", "spoc", "crow");

  Variant {
    layers = List.copyOf(layers);
  }

  /**
   * Every layer with every number of channels and aggregation, and the baselines; for the fusion
   * also whitened ones.
   */
  static List<Variant> of(BackboneSpec spec) {
    List<Variant> variants = new ArrayList<>();
    add("low", List.of(spec.lowLayer()), variants);
    add("middle", List.of(spec.middleLayer()), variants);
    spec.highLayer().ifPresent(high -> add("high", List.of(high), variants));
    List<String> fused = List.of(spec.lowLayer(), spec.middleLayer());
    add("fused", fused, variants);
    for (double whitening : WHITENINGS) {
      variants.add(new Variant("fused", fused, CHOSEN, "grid 4", whitening));
      for (String aggregation : BASELINES) {
        variants.add(new Variant("fused", fused, FitSettings.ALL_CHANNELS, aggregation, whitening));
      }
    }
    return variants;
  }

  /** The pixels of {@link PixelMaps}, averaged to 32x32. */
  static List<Variant> ofPixels() {
    return List.of(
        new Variant("pixels", List.of(PixelMaps.MAP), FitSettings.ALL_CHANNELS, "grid 32", 0));
  }

  private static void add(String name, List<String> layers, List<Variant> variants) {
    for (String aggregation : OF_CHOSEN_CHANNELS) {
      CHANNELS.forEach(k -> variants.add(new Variant(name, layers, k, aggregation, 0)));
    }
    for (String aggregation : BASELINES) {
      variants.add(new Variant(name, layers, FitSettings.ALL_CHANNELS, aggregation, 0));
    }
  }

  FitSettings settings(int size, int inputSize) {
    return new FitSettings(
        layers, channels, Aggregation.parse(aggregation), size, whitening, inputSize, 0);
  }

  String channelsText() {
    return channels == FitSettings.ALL_CHANNELS ? "all" : Integer.toString(channels);
  }
}
