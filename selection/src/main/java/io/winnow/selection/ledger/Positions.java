package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** How far each input topic has been folded in: one partition's share of the offset vector. */
public final class Positions {

  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};

  private final OrderedStore store;
  private final TreeMap<String, Long> known = new TreeMap<>();

  public Positions(OrderedStore store) {
    this.store = store;
    try (OrderedStore.Cursor all = store.range(FIRST, LAST)) {
      while (all.hasNext()) {
        OrderedStore.Entry entry = all.next();
        known.put(new String(entry.key(), UTF_8), ByteBuffer.wrap(entry.value()).getLong());
      }
    }
  }

  /** Notes that the record of {@code topic} at {@code offset} has been folded in. */
  public void advance(String topic, long offset) {
    known.put(topic, offset);
    store.put(topic.getBytes(UTF_8), ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
  }

  /** Returns the offset of the last record folded in, per topic; topics without any are absent. */
  public Map<String, Long> current() {
    return new TreeMap<>(known);
  }
}
