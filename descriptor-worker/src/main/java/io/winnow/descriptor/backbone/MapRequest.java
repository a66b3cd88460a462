package io.winnow.descriptor.backbone;

import java.util.List;

/**
 * A feature map that a forward pass is to return.
 *
 * @param name output name
 * @param channels indices of the channels wanted, in the order wanted; empty for all of them. A few
 *     channels cost much less to hand over than all.
 */
public record MapRequest(String name, List<Integer> channels) {

  public MapRequest {
    channels = List.copyOf(channels);
  }

  /** All channels of a map. */
  public static MapRequest whole(String name) {
    return new MapRequest(name, List.of());
  }

  boolean isWhole() {
    return channels.isEmpty();
  }
}
