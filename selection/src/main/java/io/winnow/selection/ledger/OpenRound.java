package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The round a pool has open at a partition: the candidates it reported, frozen, and the images that
 * left the pool meanwhile, whose descriptors may still be asked for.
 */
public final class OpenRound {

  private static final int VERSION = 1;
  private static final String HEADER = "round";
  private static final String REPORTED = "reported";
  private static final String SAMPLED = "sampled";
  private static final String LEFT = "left";
  private static final String SUMMARY = "summary";
  private static final String SETTLED = "settled";

  private final OrderedStore store;

  OpenRound(OrderedStore store) {
    this.store = store;
  }

  /**
   * Which round is open.
   *
   * @param round its number
   * @param encoder the encoder whose descriptors it compares
   */
  public record Header(long round, EncoderRef encoder) {}

  /** Returns the open round of the pool, or null. */
  public Header header(String pool) {
    byte[] bytes = store.get(StoreKey.of(HEADER, pool));
    if (bytes == null) {
      return null;
    }
    StateReader in = new StateReader(bytes, VERSION);
    return new Header(in.readLong(), new EncoderRef(in.readString(), in.readInt()));
  }

  /**
   * Opens a round; the pool must have none open.
   *
   * @param summary what the partition answers beside the candidates, to answer the same again
   */
  public void open(
      String pool,
      Header header,
      List<ReportedCandidate> reported,
      List<String> sampled,
      byte[] summary) {
    StateWriter out = new StateWriter(VERSION);
    out.writeLong(header.round());
    out.writeString(header.encoder().id());
    out.writeInt(header.encoder().size());
    store.put(StoreKey.of(HEADER, pool), out.toBytes());
    byte[] prefix = StoreKey.of(REPORTED, pool);
    for (int i = 0; i < reported.size(); i++) {
      store.put(StoreKey.numbered(prefix, i), StateCodec.write(reported.get(i)));
    }
    byte[] sample = StoreKey.of(SAMPLED, pool);
    for (int i = 0; i < sampled.size(); i++) {
      store.put(StoreKey.numbered(sample, i), sampled.get(i).getBytes(UTF_8));
    }
    store.put(StoreKey.of(SUMMARY, pool), summary);
  }

  /**
   * Returns what the round was opened with, or null if it was opened by a version that did not keep
   * it.
   */
  public byte[] summary(String pool) {
    return store.get(StoreKey.of(SUMMARY, pool));
  }

  /** Returns all candidates that were reported. */
  public List<ReportedCandidate> reported(String pool) {
    return slice(pool, 0, Integer.MAX_VALUE);
  }

  /** Returns the images of the partition's sample. */
  public List<String> sample(String pool) {
    return sample(pool, Integer.MAX_VALUE);
  }

  /** Returns the number of the last round of the pool that was settled here; 0 before the first. */
  public long settledThrough(String pool) {
    byte[] bytes = store.get(StoreKey.of(SETTLED, pool));
    return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  /**
   * Returns reported candidates number {@code from} (inclusive) to {@code to} (exclusive), as far
   * as that many were reported.
   */
  public List<ReportedCandidate> slice(String pool, int from, int to) {
    byte[] prefix = StoreKey.of(REPORTED, pool);
    List<ReportedCandidate> slice = new ArrayList<>();
    try (OrderedStore.Cursor entries =
        store.range(StoreKey.numbered(prefix, from), StoreKey.numbered(prefix, to))) {
      while (entries.hasNext()) {
        slice.add(StateCodec.readReported(entries.next().value()));
      }
    }
    return slice;
  }

  /** Returns the first {@code count} images of the partition's sample. */
  public List<String> sample(String pool, int count) {
    byte[] prefix = StoreKey.of(SAMPLED, pool);
    List<String> sample = new ArrayList<>();
    try (OrderedStore.Cursor entries =
        store.range(StoreKey.numbered(prefix, 0), StoreKey.numbered(prefix, count))) {
      entries.forEachRemaining(entry -> sample.add(new String(entry.value(), UTF_8)));
    }
    return sample;
  }

  /** Notes that the image left the pool while the round is open. */
  void left(String pool, String imageId) {
    store.put(StoreKey.of(LEFT, pool, imageId), new byte[0]);
  }

  /** Forgets the round and returns the images that left the pool while it was open. */
  List<String> settle(String pool) {
    long round = header(pool).round();
    store.put(StoreKey.of(SETTLED, pool), ByteBuffer.allocate(Long.BYTES).putLong(round).array());
    store.delete(StoreKey.of(HEADER, pool));
    store.delete(StoreKey.of(SUMMARY, pool));
    Sweep.clear(store, StoreKey.of(REPORTED, pool));
    Sweep.clear(store, StoreKey.of(SAMPLED, pool));
    byte[] prefix = StoreKey.of(LEFT, pool);
    List<String> left = new ArrayList<>();
    Sweep.keys(store, prefix).forEach(key -> left.add(StoreKey.lastPart(key, prefix.length)));
    Sweep.clear(store, prefix);
    return left;
  }
}
