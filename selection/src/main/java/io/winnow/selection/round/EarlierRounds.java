package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.query.RememberedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * What the last rounds of a pool selected, as far as its policy remembers it: n·T' descriptors at
 * most. Descriptors of another encoder than the round's cannot be compared; the first round of a
 * new encoder finds no memory and clears that of the old one.
 */
final class EarlierRounds {

  private static final int VERSION = 1;
  private static final String REMEMBERED = "remembered";

  private final OrderedStore store;

  EarlierRounds(OrderedStore store) {
    this.store = store;
  }

  /**
   * Returns what counts in a round, by round and rank.
   *
   * @param rounds how many rounds back
   */
  List<RememberedImage> before(String pool, long round, int rounds, EncoderRef encoder) {
    byte[] prefix = StoreKey.of(pool, REMEMBERED);
    List<RememberedImage> images = new ArrayList<>();
    try (OrderedStore.Cursor entries =
        store.range(StoreKey.numbered(prefix, round - rounds), StoreKey.after(prefix))) {
      while (entries.hasNext()) {
        OrderedStore.Entry entry = entries.next();
        StateReader in = new StateReader(entry.value(), VERSION);
        if (in.readString().equals(encoder.toString())) {
          images.add(
              new RememberedImage(
                  in.readString(),
                  StoreKey.indexedNumber(entry.key(), prefix.length),
                  in.readFloats()));
        }
      }
    }
    return images;
  }

  /**
   * Takes a round's query set and forgets what no later round counts.
   *
   * @param rounds how many rounds the policy remembers
   * @param query in order of rank
   */
  void remember(
      String pool, long round, int rounds, EncoderRef encoder, List<RememberedImage> query) {
    byte[] prefix = StoreKey.of(pool, REMEMBERED);
    forget(prefix, round + 1 - rounds, encoder);
    if (rounds == 0) {
      return;
    }
    byte[] roundPrefix = StoreKey.numbered(prefix, round);
    int rank = 0;
    for (RememberedImage image : query) {
      StateWriter out = new StateWriter(VERSION);
      out.writeString(encoder.toString());
      out.writeString(image.imageId());
      out.writeFloats(image.vector());
      store.put(StoreKey.numbered(roundPrefix, ++rank), out.toBytes());
    }
  }

  private void forget(byte[] prefix, long firstKept, EncoderRef encoder) {
    List<byte[]> forgotten = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(prefix, StoreKey.after(prefix))) {
      while (entries.hasNext()) {
        OrderedStore.Entry entry = entries.next();
        if (StoreKey.indexedNumber(entry.key(), prefix.length) < firstKept
            || !new StateReader(entry.value(), VERSION).readString().equals(encoder.toString())) {
          forgotten.add(entry.key());
        }
      }
    }
    forgotten.forEach(store::delete);
  }
}
