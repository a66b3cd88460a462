package io.winnow.selection.ledger;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a partition knows of each pool as a whole, written through to a store: the ranking's
 * specification, counts, and the end of the last window.
 */
final class PoolMemory {

  private static final int VERSION = 4;
  private static final String SPEC = "spec";
  private static final String COUNTS = "counts";
  private static final String WINDOW_END = "window-end";

  private final OrderedStore store;
  private final Map<String, RankingSpec> specs = new HashMap<>();
  private final Map<String, PoolCounts> counts = new HashMap<>();
  private final Map<String, Long> windowEnds = new HashMap<>();

  PoolMemory(OrderedStore store) {
    this.store = store;
  }

  /** Returns what the pool's ranking is built by, or null if it has no policy. */
  RankingSpec spec(String pool) {
    return specs.computeIfAbsent(pool, name -> read(SPEC, name, PoolMemory::readSpec));
  }

  void spec(String pool, RankingSpec spec) {
    if (spec == null) {
      specs.remove(pool);
      store.delete(StoreKey.of(SPEC, pool));
      return;
    }
    specs.put(pool, spec);
    StateWriter out = new StateWriter(VERSION);
    ScoringCodec.write(out, spec.scoring());
    EncoderCodec.write(out, spec.encoder());
    out.writeNullable(spec.next(), EncoderCodec::write);
    out.writeAll(spec.filters(), FilterCodec::write);
    out.writeBoolean(spec.timed());
    store.put(StoreKey.of(SPEC, pool), out.toBytes());
  }

  /** Returns the pools that have a ranking. */
  List<String> ranked() {
    byte[] prefix = StoreKey.of(SPEC);
    return Sweep.keys(store, prefix).stream()
        .map(key -> StoreKey.lastPart(key, prefix.length))
        .toList();
  }

  PoolCounts counts(String pool) {
    PoolCounts known =
        counts.computeIfAbsent(pool, name -> read(COUNTS, name, StateCodec::readCounts));
    return known == null ? PoolCounts.NONE : known;
  }

  void counts(String pool, PoolCounts changed) {
    counts.put(pool, changed);
    store.put(StoreKey.of(COUNTS, pool), StateCodec.write(changed));
  }

  /** Returns the end of the last window a round was opened for, or {@link Long#MIN_VALUE}. */
  long windowEnd(String pool) {
    return windowEnds.computeIfAbsent(
        pool,
        name -> {
          byte[] end = store.get(StoreKey.of(WINDOW_END, name));
          return end == null ? Long.MIN_VALUE : ByteBuffer.wrap(end).getLong();
        });
  }

  void windowEnd(String pool, long end) {
    windowEnds.put(pool, end);
    store.put(StoreKey.of(WINDOW_END, pool), ByteBuffer.allocate(Long.BYTES).putLong(end).array());
  }

  private <T> T read(String kind, String pool, Function<byte[], T> decode) {
    byte[] bytes = store.get(StoreKey.of(kind, pool));
    return bytes == null ? null : decode.apply(bytes);
  }

  private static RankingSpec readSpec(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new RankingSpec(
        ScoringCodec.read(in),
        EncoderCodec.read(in),
        in.readNullable(EncoderCodec::read),
        in.readAll(FilterCodec::read),
        in.readBoolean());
  }
}
