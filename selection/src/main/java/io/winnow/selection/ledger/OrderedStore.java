package io.winnow.selection.ledger;

import java.util.Iterator;

/**
 * A key-value store sorted by the unsigned byte order of its keys: the port through which the
 * ledger and the round protocol remember things. The stream application puts RocksDB behind it,
 * tests and replays a sorted map.
 *
 * <p>Callers never modify arrays they passed in or got out.
 */
public interface OrderedStore {

  /** Returns the value of {@code key}, or null if there is none. */
  byte[] get(byte[] key);

  void put(byte[] key, byte[] value);

  /** Removes {@code key}; does nothing if there is none. */
  void delete(byte[] key);

  /**
   * Returns the entries with {@code from <= key < to} in ascending order. The store must not be
   * written to before the cursor is closed.
   */
  Cursor range(byte[] from, byte[] to);

  /** One entry of a store. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying 1 KB descriptors would cost
  record Entry(byte[] key, byte[] value) {}

  /** Iterates over a range; must be closed. */
  interface Cursor extends Iterator<Entry>, AutoCloseable {
    @Override
    void close();
  }
}
