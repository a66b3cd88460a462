package io.winnow.streams.store;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import java.util.List;
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

  private PoolStores() {}

  /**
   * Returns the builders. What changes with every record is cached, so that commits fold it. The
   * indexes have no changelog: two of three records that a new score would send are spared, and a
   * task builds them from its candidates when it starts.
   */
  public static List<StoreBuilder<?>> builders() {
    return List.of(
        ByteStores.plain(CANDIDATES),
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
    return new LedgerStores(
        store(context, CANDIDATES),
        store(context, DESCRIPTORS),
        index(context, RANKING),
        index(context, TIMELINE),
        index(context, SAMPLE),
        store(context, OPEN_ROUNDS),
        store(context, POOLS),
        store(context, INPUT_POSITIONS));
  }

  private static OrderedStore store(ProcessorContext<?, ?> context, String name) {
    return new StreamsOrderedStore(context.getStateStore(name));
  }

  private static OrderedStore index(ProcessorContext<?, ?> context, String name) {
    return new BufferedIndex(context.getStateStore(name));
  }
}
