package io.winnow.streams.store;

import java.util.List;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores of a round task. */
public final class RoundStores {

  /** What is remembered of each pool's rounds: policy, chain, requests, the open round. */
  public static final String POOL_ROUNDS = "pool-rounds";

  /** Reports of open rounds. */
  public static final String ROUND_REPORTS = "round-reports";

  private RoundStores() {}

  /** Returns the builders. */
  public static List<StoreBuilder<?>> builders() {
    return List.of(ByteStores.cached(POOL_ROUNDS), ByteStores.plain(ROUND_REPORTS));
  }
}
