package io.winnow.streams.store;

import io.winnow.selection.ledger.OrderedStore;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** What a store has, but for keys of which memory knows better. */
final class MergedCursor implements OrderedStore.Cursor {

  private final OrderedStore.Cursor stored;
  private final Iterator<KeyValue<Bytes, byte[]>> buffered;
  private OrderedStore.Entry nextStored;
  private KeyValue<Bytes, byte[]> nextBuffered;
  private OrderedStore.Entry next;

  /**
   * @param buffered in the order of keys; null values are deletions
   */
  MergedCursor(OrderedStore.Cursor stored, Iterator<KeyValue<Bytes, byte[]>> buffered) {
    this.stored = stored;
    this.buffered = buffered;
    stepStored();
    stepBuffered();
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public OrderedStore.Entry next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    OrderedStore.Entry entry = next;
    advance();
    return entry;
  }

  @Override
  public void close() {
    stored.close();
  }

  private void advance() {
    next = null;
    while (next == null && (nextStored != null || nextBuffered != null)) {
      int order = order();
      if (order < 0) {
        next = nextStored;
      } else if (nextBuffered.value != null) {
        next = new OrderedStore.Entry(nextBuffered.key.get(), nextBuffered.value);
      }
      if (order <= 0) {
        stepStored();
      }
      if (order >= 0) {
        stepBuffered();
      }
    }
  }

  /** Negative if the store's entry is the next one, positive if memory's is, 0 if both have it. */
  private int order() {
    if (nextStored == null) {
      return 1;
    }
    return nextBuffered == null
        ? -1
        : Arrays.compareUnsigned(nextStored.key(), nextBuffered.key.get());
  }

  private void stepStored() {
    nextStored = stored.hasNext() ? stored.next() : null;
  }

  private void stepBuffered() {
    nextBuffered = buffered.hasNext() ? buffered.next() : null;
  }
}
