package io.winnow.selection.round;

import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.Score;

/** An input record of a pool partition. */
sealed interface PoolEvent {

  String pool();

  String imageId();

  record Scored(String pool, String imageId, Score score) implements PoolEvent {}

  record Described(String pool, String imageId, Descriptor descriptor) implements PoolEvent {}

  record Labelled(String pool, String imageId) implements PoolEvent {}

  /** Returns the topic it comes by. */
  default String topic() {
    if (this instanceof Scored) {
      return "scores";
    }
    return this instanceof Described ? "descriptors" : "labels";
  }
}
