package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.MapRequest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an encoder asks of its backbone and how it fuses the answer. Where the aggregation reads
 * nothing but the chosen channels, only they are asked for.
 *
 * @param requests a map for every layer
 * @param fusion of maps as they are requested
 */
record ChosenMaps(List<MapRequest> requests, Fusion fusion) {

  static ChosenMaps of(List<EncoderSpec.Layer> layers, Aggregation aggregation) {
    if (aggregation instanceof GridPooling) {
      return new ChosenMaps(
          layers.stream().map(layer -> new MapRequest(layer.name(), layer.channels())).toList(),
          new Fusion(layers.stream().map(ChosenMaps::renumbered).toList(), aggregation));
    }
    return new ChosenMaps(
        layers.stream().map(layer -> MapRequest.whole(layer.name())).toList(),
        new Fusion(layers, aggregation));
  }

  /** The channels by their places in the map that holds no others. */
  private static EncoderSpec.Layer renumbered(EncoderSpec.Layer layer) {
    return new EncoderSpec.Layer(
        layer.name(), IntStream.range(0, layer.channels().size()).boxed().toList());
  }
}
