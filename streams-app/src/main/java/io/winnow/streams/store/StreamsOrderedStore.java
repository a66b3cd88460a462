package io.winnow.streams.store;

import io.winnow.selection.ledger.OrderedStore;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** An {@link OrderedStore} in a Kafka Streams store, whose order is that of bytes. */
public final class StreamsOrderedStore implements OrderedStore {

  private final KeyValueStore<byte[], byte[]> store;

  public StreamsOrderedStore(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(key, value);
  }

  /** By putting null, since Kafka's own delete reads the value first. */
  @Override
  public void delete(byte[] key) {
    store.put(key, null);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    return new HalfOpen(store.range(from, to), to);
  }

  /** Kafka's ranges include their end; ours do not. */
  private static final class HalfOpen implements Cursor {
    private final KeyValueIterator<byte[], byte[]> range;
    private final byte[] to;
    private KeyValue<byte[], byte[]> next;

    HalfOpen(KeyValueIterator<byte[], byte[]> range, byte[] to) {
      this.range = range;
      this.to = to;
      advance();
    }

    private void advance() {
      next = range.hasNext() ? range.next() : null;
      if (next != null && Arrays.equals(next.key, to)) {
        next = null;
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Entry next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Entry entry = new Entry(next.key, next.value);
      advance();
      return entry;
    }

    @Override
    public void close() {
      range.close();
    }
  }
}
