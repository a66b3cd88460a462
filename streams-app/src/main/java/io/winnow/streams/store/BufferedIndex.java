package io.winnow.streams.store;

import io.winnow.selection.ledger.OrderedStore;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An index that is written to for every record and read once a round: writes gather in memory and
 * go to the store as one batch when they take more than they may. The entry of an image that is
 * scored again before that never gets there. What a crash takes is no loss, because an index has no
 * changelog and its task builds it anew when it starts.
 *
 * <p>A key that is there must be deleted before it is put again, as {@link
 * io.winnow.selection.ledger.LedgerStores} promises: what is put is taken for new to the store.
 */
final class BufferedIndex implements OrderedStore {

  private final KeyValueStore<byte[], byte[]> store;
  private final OrderedStore written;
  private final WriteBuffer buffer;

  /**
   * @param capacity bytes that the entries in memory take at most, by estimate
   */
  BufferedIndex(KeyValueStore<byte[], byte[]> store, long capacity) {
    this.store = store;
    this.written = new StreamsOrderedStore(store);
    this.buffer = new WriteBuffer(capacity);
  }

  @Override
  public byte[] get(byte[] key) {
    byte[] value = buffer.get(Bytes.wrap(key));
    if (value == null) {
      return written.get(key);
    }
    return value == WriteBuffer.DELETED ? null : value;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    buffer.add(Bytes.wrap(key), value);
    writeIfFull();
  }

  @Override
  public void delete(byte[] key) {
    buffer.remove(Bytes.wrap(key));
    writeIfFull();
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    Bytes first = Bytes.wrap(from);
    Bytes end = Bytes.wrap(to);
    List<KeyValue<Bytes, byte[]>> buffered =
        buffer.entries(key -> first.compareTo(key) <= 0 && key.compareTo(end) < 0);
    return new MergedCursor(written.range(from, to), buffered.iterator());
  }

  private void writeIfFull() {
    if (buffer.full()) {
      store.putAll(
          buffer.drain().stream()
              .map(entry -> KeyValue.pair(entry.key.get(), entry.value))
              .toList());
    }
  }
}
