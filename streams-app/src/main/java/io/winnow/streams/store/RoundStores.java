package io.winnow.streams.store;

import java.util.List;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores of a round task. */
public final class RoundStores {

  /** What is remembered of each pool's rounds: policy, chain, requests, the open round. */
  public static final String POOL_ROUNDS = "pool-rounds";

  /** Reports of open rounds. */
  public static final String ROUND_REPORTS = "round-reports";

  /** The last record of each input topic that was processed. */
  public static final String INPUT_OFFSETS = "round-input-offsets";

  private RoundStores() {}

  /** Returns the builders. */
  public static List<StoreBuilder<?>> builders() {
    return List.of(
        ByteStores.cached(POOL_ROUNDS),
        ByteStores.plain(ROUND_REPORTS),
        ByteStores.cached(INPUT_OFFSETS));
  }
}
