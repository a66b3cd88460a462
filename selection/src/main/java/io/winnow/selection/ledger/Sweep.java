package io.winnow.selection.ledger;

import java.util.ArrayList;
import java.util.List;

/** Collects or deletes the keys under a prefix. */
final class Sweep {

  /** Keys held in memory at a time while a range is deleted. */
  private static final int CHUNK = 10_000;

  private Sweep() {}

  static List<byte[]> keys(OrderedStore store, byte[] prefix) {
    return keys(store, prefix, StoreKey.after(prefix), Integer.MAX_VALUE);
  }

  static List<byte[]> keys(OrderedStore store, byte[] from, byte[] to, int limit) {
    List<byte[]> keys = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(from, to)) {
      while (entries.hasNext() && keys.size() < limit) {
        keys.add(entries.next().key());
      }
    }
    return keys;
  }

  static void clear(OrderedStore store, byte[] prefix) {
    clear(store, prefix, StoreKey.after(prefix));
  }

  /** Deletes all keys; none of the ledger's starts with 0xFF, which UTF-8 never contains. */
  static void clearAll(OrderedStore store) {
    clear(store, new byte[0], new byte[] {(byte) 0xFF});
  }

  private static void clear(OrderedStore store, byte[] from, byte[] to) {
    List<byte[]> keys;
    do {
      keys = keys(store, from, to, CHUNK);
      keys.forEach(store::delete);
    } while (keys.size() == CHUNK);
  }
}
