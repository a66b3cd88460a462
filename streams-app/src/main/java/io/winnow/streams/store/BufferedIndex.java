package io.winnow.streams.store;

import io.winnow.selection.ledger.OrderedStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An index that is written to for every record and read once a round: writes gather in memory and
 * go to the store as one batch when there are many or something is read. What a crash takes is no
 * loss, because an index has no changelog and its task builds it anew when it starts.
 */
final class BufferedIndex implements OrderedStore {

  /** Writes held back: with keys of some 30 bytes a quarter of a megabyte. */
  static final int CAPACITY = 1_024;

  private final KeyValueStore<byte[], byte[]> store;
  private final OrderedStore written;

  /** Null values are deletions. Unsorted: sorting is what the store's own buffer does. */
  private final Map<Bytes, byte[]> pending = new HashMap<>();

  BufferedIndex(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    this.written = new StreamsOrderedStore(store);
  }

  @Override
  public byte[] get(byte[] key) {
    Bytes wrapped = Bytes.wrap(key);
    return pending.containsKey(wrapped) ? pending.get(wrapped) : written.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    write(key, value);
  }

  @Override
  public void delete(byte[] key) {
    write(key, null);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    flush();
    return written.range(from, to);
  }

  private void write(byte[] key, byte[] valueOrNull) {
    pending.put(Bytes.wrap(key), valueOrNull);
    if (pending.size() >= CAPACITY) {
      flush();
    }
  }

  private void flush() {
    List<KeyValue<byte[], byte[]>> batch = new ArrayList<>(pending.size());
    pending.forEach((key, value) -> batch.add(KeyValue.pair(key.get(), value)));
    store.putAll(batch);
    pending.clear();
  }
}
