package io.winnow.selection.round;

import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.PoolLedger;
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

  /** Folds it in. */
  default void foldInto(PoolLedger ledger) {
    if (this instanceof Scored scored) {
      ledger.score(pool(), imageId(), scored.score());
    } else if (this instanceof Described described) {
      ledger.describe(pool(), imageId(), described.descriptor());
    } else {
      ledger.label(pool(), imageId());
    }
  }
}
