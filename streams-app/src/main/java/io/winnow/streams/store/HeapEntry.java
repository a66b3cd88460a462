package io.winnow.streams.store;

/** What an entry of a hash map of bytes takes of the heap. */
final class HeapEntry {

  /** The map's node and place in its table, the key's wrapper, headers of both arrays. */
  private static final int OVERHEAD = 120;

  private HeapEntry() {}

  /** Returns bytes, by estimate. */
  static long bytes(byte[] key, byte[] value) {
    return (long) OVERHEAD + key.length + value.length;
  }
}
