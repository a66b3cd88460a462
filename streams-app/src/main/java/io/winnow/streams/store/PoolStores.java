package io.winnow.streams.store;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores of a pool task. */
public final class PoolStores {

  public static final String CANDIDATES = "candidates";
  public static final String DESCRIPTORS = "descriptors";
  public static final String RANKING = "ranking";
  public static final String TIMELINE = "timeline";
  public static final String SAMPLE = "sample";
  public static final String OPEN_ROUNDS = "open-rounds";
  public static final String POOLS = "pools";
  public static final String INPUT_POSITIONS = "input-positions";

  /** Those of which every image of a pool has an entry, or one that changes with each score. */
  static final Set<String> OF_IMAGES = Set.of(CANDIDATES, DESCRIPTORS, RANKING, TIMELINE);

  /** Setting: bytes of the heap for what an instance keeps of its stores in memory. */
  public static final String CACHE_BYTES = "winnow.cache.bytes";

  /** Setting made by the runner: a task's share of them. */
  private static final String CACHE_BYTES_PER_TASK = "winnow.cache.bytes.per.task";

  /** What there is in memory: candidates read, candidates written, and two indexes. */
  static final int SHARES = 4;

  /** For the index that does not change with every score, at most and beside the others. */
  private static final long SAMPLE_BYTES = 256L << 10;

  private PoolStores() {}

  /** Returns the settings that Streams hands to the tasks; one instance can come to hold all. */
  public static Map<String, Object> settings(long cacheBytes, int partitions) {
    return Map.of(CACHE_BYTES_PER_TASK, cacheBytes / partitions);
  }

  /**
   * Returns the builders. What changes with every record is cached, so that commits fold it. The
   * indexes have no changelog: two of three records that a new score would send are spared, and a
   * task builds them from its candidates when it starts.
   */
  public static List<StoreBuilder<?>> builders() {
    return List.of(
        ByteStores.writeBehind(CANDIDATES),
        ByteStores.plain(DESCRIPTORS),
        ByteStores.index(RANKING),
        ByteStores.index(TIMELINE),
        ByteStores.index(SAMPLE),
        ByteStores.plain(OPEN_ROUNDS),
        ByteStores.cached(POOLS),
        ByteStores.cached(INPUT_POSITIONS));
  }

  /** Returns the stores of the task that {@code context} belongs to. */
  public static LedgerStores of(ProcessorContext<?, ?> context) {
    long share = share(context.appConfigs());
    return new LedgerStores(
        new CachedStore(store(context, CANDIDATES), share),
        store(context, DESCRIPTORS),
        index(context, RANKING, share),
        index(context, TIMELINE, share),
        index(context, SAMPLE, Math.min(share, SAMPLE_BYTES)),
        store(context, OPEN_ROUNDS),
        store(context, POOLS),
        store(context, INPUT_POSITIONS));
  }

  /** Returns bytes that each part of a task's memory may take. */
  static long share(Map<String, Object> settings) {
    return Long.parseLong(settings.get(CACHE_BYTES_PER_TASK).toString()) / SHARES;
  }

  private static OrderedStore store(ProcessorContext<?, ?> context, String name) {
    return new StreamsOrderedStore(context.getStateStore(name));
  }

  private static OrderedStore index(ProcessorContext<?, ?> context, String name, long bytes) {
    return new BufferedIndex(context.getStateStore(name), bytes);
  }
}
