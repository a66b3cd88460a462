package io.winnow.streams.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** Writes that a store has not seen yet. What comes and goes meanwhile it never sees. */
final class WriteBuffer {

  /** Stands for no value, and is known by its identity. */
  static final byte[] DELETED = {};

  /**
   * The order of the store. RocksDB looks for the place of an entry in its own buffer from where it
   * put the one before, so that neighbours cost it a fraction of strangers.
   */
  private static final Comparator<KeyValue<Bytes, byte[]>> BY_KEY =
      Comparator.comparing(entry -> entry.key);

  private final long capacity;

  /** Entries that the store does not have. */
  private final Map<Bytes, byte[]> added = new HashMap<>();

  /** Entries that the store may have otherwise, or {@link #DELETED}. */
  private final Map<Bytes, byte[]> changed = new HashMap<>();

  private long bytes;

  /**
   * @param capacity bytes that the entries may take, by estimate
   */
  WriteBuffer(long capacity) {
    this.capacity = capacity;
  }

  /** Returns whether the entries take more than they may. */
  boolean full() {
    return bytes > capacity;
  }

  /** Returns the value, {@link #DELETED}, or null if the store knows better. */
  byte[] get(Bytes key) {
    byte[] value = changed.get(key);
    return value == null ? added.get(key) : value;
  }

  /**
   * Writes an entry that the store may have.
   *
   * @param value or {@link #DELETED}
   */
  void set(Bytes key, byte[] value) {
    write(changed, key, value);
  }

  /** Writes an entry that was deleted before if it ever was there. */
  void add(Bytes key, byte[] value) {
    write(changed.containsKey(key) ? changed : added, key, value);
  }

  /** Deletes an entry that was written by {@link #add}. */
  void remove(Bytes key) {
    byte[] unwritten = added.remove(key);
    if (unwritten == null) {
      set(key, DELETED);
    } else {
      bytes -= HeapEntry.bytes(key.get(), unwritten);
    }
  }

  /** Returns entries in the order of their keys, with null for what is deleted. */
  List<KeyValue<Bytes, byte[]>> entries(Predicate<Bytes> wanted) {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    for (Map<Bytes, byte[]> part : List.of(added, changed)) {
      part.forEach(
          (key, value) -> {
            if (wanted.test(key)) {
              entries.add(KeyValue.pair(key, value == DELETED ? null : value));
            }
          });
    }
    entries.sort(BY_KEY);
    return entries;
  }

  /** Returns all entries and forgets them. */
  List<KeyValue<Bytes, byte[]>> drain() {
    List<KeyValue<Bytes, byte[]>> all = entries(any -> true);
    added.clear();
    changed.clear();
    bytes = 0;
    return all;
  }

  private void write(Map<Bytes, byte[]> part, Bytes key, byte[] value) {
    byte[] replaced = part.put(key, value);
    bytes += HeapEntry.bytes(key.get(), value);
    if (replaced != null) {
      bytes -= HeapEntry.bytes(key.get(), replaced);
    }
  }
}
