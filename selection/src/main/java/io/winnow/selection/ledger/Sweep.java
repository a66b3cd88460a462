package io.winnow.selection.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects, visits or deletes the keys of a range. */
final class Sweep {

  /** Keys held in memory at a time. */
  static final int CHUNK = 10_000;

  private Sweep() {}

  static List<byte[]> keys(OrderedStore store, byte[] prefix) {
    return keys(store, prefix, StoreKey.after(prefix), Integer.MAX_VALUE);
  }

  private static List<byte[]> keys(OrderedStore store, byte[] from, byte[] to, int limit) {
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
    inChunks(store, from, to, store::delete);
  }

  /**
   * Hands over the keys of a range, some at a time, so that the store may be written to in between.
   * Each chunk starts after the last one: what was deleted before it still lies in the store's
   * files, and to pass over it every time would take a time that grows with the square of the keys.
   */
  static void inChunks(OrderedStore store, byte[] from, byte[] to, Consumer<byte[]> action) {
    byte[] start = from;
    List<byte[]> keys;
    do {
      keys = keys(store, start, to, CHUNK);
      keys.forEach(action);
      if (!keys.isEmpty()) {
        start = StoreKey.following(keys.get(keys.size() - 1));
      }
    } while (keys.size() == CHUNK);
  }
}
