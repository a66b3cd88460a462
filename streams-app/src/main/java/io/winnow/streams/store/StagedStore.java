package io.winnow.streams.store;

import io.winnow.selection.ledger.OrderedStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * Keeps what a record writes until it is known that the record can be processed to its end.
 *
 * <p>Writes reach the store in the order in which they were made, all of them: {@link
 * BufferedIndex} must see that a key is deleted before it is put again. A record about one image
 * makes a handful, which are looked through one by one; what a command on a whole pool writes
 * beyond the capacity goes through to the store before its end.
 */
final class StagedStore implements OrderedStore {

  /** Up to here a look through all of them is faster than a map, which would have to be built. */
  private static final int FEW = 8;

  private static final byte[] DELETED = {};

  private final OrderedStore store;
  private final long capacity;
  private final List<Entry> writes = new ArrayList<>();

  /** The last write of each key, once there are more than a few. */
  private final NavigableMap<Bytes, byte[]> last = new TreeMap<>();

  /** How many of the writes are in {@link #last}. */
  private int mapped;

  private long bytes;
  private boolean spilled;

  /**
   * @param capacity bytes that the writes of a record may take, by estimate
   */
  StagedStore(OrderedStore store, long capacity) {
    this.store = store;
    this.capacity = capacity;
  }

  /** Returns whether the record has written here. */
  boolean written() {
    return spilled || !writes.isEmpty();
  }

  /** Returns whether some of what the record wrote is in the store already. */
  boolean spilled() {
    return spilled;
  }

  /** Hands what the record wrote to the store. */
  void commit() {
    flush();
    spilled = false;
  }

  /** Forgets what the record wrote, but for what spilled. */
  void discard() {
    forget();
    spilled = false;
  }

  @Override
  public byte[] get(byte[] key) {
    byte[] written = writes.isEmpty() ? null : lastWrite(key);
    if (written == null) {
      return store.get(key);
    }
    return written == DELETED ? null : written;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    write(key, value);
  }

  @Override
  public void delete(byte[] key) {
    write(key, DELETED);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    if (writes.isEmpty()) {
      return store.range(from, to);
    }
    List<KeyValue<Bytes, byte[]>> written = new ArrayList<>();
    if (Arrays.compareUnsigned(from, to) < 0) {
      map()
          .subMap(Bytes.wrap(from), Bytes.wrap(to))
          .forEach(
              (key, value) -> written.add(KeyValue.pair(key, value == DELETED ? null : value)));
    }
    return new MergedCursor(store.range(from, to), written.iterator());
  }

  private void write(byte[] key, byte[] value) {
    writes.add(new Entry(key, value));
    bytes += HeapEntry.bytes(key, value);
    if (bytes > capacity) {
      flush();
      spilled = true;
    }
  }

  /** Returns the value, {@link #DELETED}, or null if the record has not written the key. */
  private byte[] lastWrite(byte[] key) {
    if (writes.size() > FEW) {
      return map().get(Bytes.wrap(key));
    }
    for (int i = writes.size() - 1; i >= 0; i--) {
      if (Arrays.equals(writes.get(i).key(), key)) {
        return writes.get(i).value();
      }
    }
    return null;
  }

  private NavigableMap<Bytes, byte[]> map() {
    for (; mapped < writes.size(); mapped++) {
      Entry write = writes.get(mapped);
      last.put(Bytes.wrap(write.key()), write.value());
    }
    return last;
  }

  private void flush() {
    for (Entry write : writes) {
      if (write.value() == DELETED) {
        store.delete(write.key());
      } else {
        store.put(write.key(), write.value());
      }
    }
    forget();
  }

  private void forget() {
    writes.clear();
    if (mapped > 0) {
      last.clear();
      mapped = 0;
    }
    bytes = 0;
  }
}
