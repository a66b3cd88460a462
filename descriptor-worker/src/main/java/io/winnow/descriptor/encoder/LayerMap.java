package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;

/**
 * The maps of one layer for a batch, with the channels that the encoder chose of it.
 *
 * @param map all channels of the layer
 * @param channels chosen channel indices, in order of falling spatial variance
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to an aggregation, never compared
public record LayerMap(FeatureMaps map, int[] channels) {

  public LayerMap {
    for (int channel : channels) {
      if (channel < 0 || channel >= map.channels()) {
        throw new EncoderException(
            "layer %s has %d channels, the encoder asks for channel %d"
                .formatted(map.name(), map.channels(), channel));
      }
    }
  }

  /** Cells of one map. */
  int cells() {
    return map.height() * map.width();
  }
}
