package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.digest.InputChain;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** How far each input topic has been folded in: one partition's share of the offset vector. */
public final class Positions {

  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};
  private static final int DIGEST_BYTES = 32;

  /** Before the first record. */
  private static final long NONE = -1;

  private final OrderedStore store;
  private final TreeMap<String, Position> known = new TreeMap<>();

  private static final class Position {
    private final byte[] key;
    private final InputChain chain;
    private long offset = NONE;

    Position(String topic, InputChain chain) {
      this.key = topic.getBytes(UTF_8);
      this.chain = chain;
    }
  }

  public Positions(OrderedStore store) {
    this.store = store;
    try (OrderedStore.Cursor all = store.range(FIRST, LAST)) {
      while (all.hasNext()) {
        OrderedStore.Entry entry = all.next();
        ByteBuffer value = ByteBuffer.wrap(entry.value());
        long offset = value.getLong();
        byte[] digest = new byte[DIGEST_BYTES];
        value.get(digest);
        String topic = new String(entry.key(), UTF_8);
        Position position = new Position(topic, new InputChain(HexFormat.of().formatHex(digest)));
        position.offset = offset;
        known.put(topic, position);
      }
    }
  }

  /**
   * Notes that a record is processed now, unless it or one after it was before: then nothing
   * changes, and the record must be skipped.
   *
   * @param topic it came by
   * @param offset of it
   * @param timestamp milliseconds since the epoch
   * @param key its bytes, or null
   * @param value its bytes, or null
   * @return whether the record is new
   */
  public boolean advance(String topic, long offset, long timestamp, byte[] key, byte[] value) {
    Position position = known.get(topic);
    if (position != null && offset <= position.offset) {
      return false;
    }
    add(topic, offset, timestamp, key, value);
    return true;
  }

  /**
   * Notes a record of a log that is replayed, whatever its offset: one that was put in twice or
   * elsewhere must change the digest, where {@link #advance} would skip it.
   *
   * @param topic see {@link #advance}, as of the others
   */
  public void add(String topic, long offset, long timestamp, byte[] key, byte[] value) {
    Position position =
        known.computeIfAbsent(topic, name -> new Position(name, new InputChain(InputChain.START)));
    position.offset = offset;
    position.chain.add(timestamp, key, value);
    store.put(
        position.key,
        ByteBuffer.allocate(Long.BYTES + DIGEST_BYTES)
            .putLong(offset)
            .put(position.chain.toBytes())
            .array());
  }

  /** Starts a topic anew: its records are others than those that were processed. */
  public void forget(String topic) {
    Position position = known.remove(topic);
    if (position != null) {
      store.delete(position.key);
    }
  }

  /** Returns the position in each topic; topics without any record are absent. */
  public Map<String, InputPosition> current() {
    Map<String, InputPosition> current = new TreeMap<>();
    known.forEach(
        (topic, position) ->
            current.put(topic, new InputPosition(position.offset, position.chain.digest())));
    return current;
  }
}
