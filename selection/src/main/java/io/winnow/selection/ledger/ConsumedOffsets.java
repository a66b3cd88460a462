package io.winnow.selection.ledger;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The last record of each input topic that a task has processed, so that none is processed twice.
 */
public final class ConsumedOffsets {

  private static final String OFFSET = "offset";

  private final OrderedStore store;
  private final Map<String, Long> known = new HashMap<>();

  public ConsumedOffsets(OrderedStore store) {
    this.store = store;
    byte[] prefix = StoreKey.of(OFFSET);
    try (OrderedStore.Cursor all = store.range(prefix, StoreKey.after(prefix))) {
      all.forEachRemaining(
          entry ->
              known.put(
                  StoreKey.lastPart(entry.key(), prefix.length),
                  ByteBuffer.wrap(entry.value()).getLong()));
    }
  }

  /**
   * Notes that a record is processed now, unless it or one after it was before: then nothing
   * changes, and the record must be skipped.
   *
   * @return whether the record is new
   */
  public boolean advance(String topic, long offset) {
    Long last = known.get(topic);
    if (last != null && offset <= last) {
      return false;
    }
    known.put(topic, offset);
    store.put(StoreKey.of(OFFSET, topic), ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    return true;
  }

  /** Starts a topic anew: its records are others than those that were processed. */
  public void forget(String topic) {
    known.remove(topic);
    store.delete(StoreKey.of(OFFSET, topic));
  }
}
