package io.winnow.streams.store;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gathers the writes of a store in memory and hands them to it as one batch when they take more
 * than they may, when they are looked through, or when the store has to have them: RocksDB takes
 * less time for an entry of a sorted batch, and none for one that is replaced before.
 *
 * <p>Kafka Streams' changelog lies above: a write is sent to it at once, in the transaction of the
 * record that caused it. What a crash takes from here was either not committed or is restored from
 * there; under exactly-once Kafka Streams does not trust what is left on disk.
 */
final class WriteBehindStore implements KeyValueStore<Bytes, byte[]> {

  private final KeyValueStore<Bytes, byte[]> store;
  private WriteBuffer buffer;

  WriteBehindStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    buffer = new WriteBuffer(PoolStores.share(context.appConfigs()));
    store.init(context, root);
  }

  @Override
  public byte[] get(Bytes key) {
    byte[] value = buffer.get(key);
    if (value == null) {
      return store.get(key);
    }
    return value == WriteBuffer.DELETED ? null : value;
  }

  @Override
  public void put(Bytes key, byte[] value) {
    buffer.set(key, value == null ? WriteBuffer.DELETED : value);
    if (buffer.full()) {
      write();
    }
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] before = get(key);
    if (before == null) {
      put(key, value);
    }
    return before;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] before = get(key);
    put(key, null);
    return before;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    write();
    return store.range(from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    write();
    return store.all();
  }

  @Override
  public long approximateNumEntries() {
    write();
    return store.approximateNumEntries();
  }

  /**
   * Called where the task is closed or handed over, too: nothing stays here that others write past.
   */
  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    if (store.isOpen()) {
      write();
    }
    store.commit(changelogOffsets);
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    return store.committedOffset(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // as its caller's: Kafka Streams still asks
  public boolean managesOffsets() {
    return store.managesOffsets();
  }

  @Override
  public Position getPosition() {
    return store.getPosition();
  }

  @Override
  public boolean persistent() {
    return store.persistent();
  }

  @Override
  public boolean isOpen() {
    return store.isOpen();
  }

  @Override
  public void close() {
    store.close();
  }

  private void write() {
    store.putAll(buffer.drain());
  }
}
