package io.winnow.cli.policy;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.PoolPolicy;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The policies in force: the last record per pool of the policies topic. */
public final class PolicyTable {

  private final SortedMap<String, PoolPolicy> byPool = new TreeMap<>();

  private PolicyTable() {}

  /** Reads the topic. */
  public static PolicyTable read(Cluster cluster) {
    PolicyTable table = new PolicyTable();
    try (TopicReader<PoolPolicy> reader =
        new TopicReader<>(cluster, cluster.catalog().policies())) {
      reader.readAll(table::apply);
    }
    return table;
  }

  /** All of them, by pool. */
  public SortedMap<String, PoolPolicy> all() {
    return Collections.unmodifiableSortedMap(byPool);
  }

  /** The policy of a pool. */
  public Optional<PoolPolicy> of(String pool) {
    return Optional.ofNullable(byPool.get(pool));
  }

  /**
   * The policy of a pool that must have one.
   *
   * @throws CommandException if it has none
   */
  public PoolPolicy require(String pool) {
    return of(pool)
        .orElseThrow(
            () ->
                new CommandException(
                    "pool "
                        + pool
                        + " has no policy; 'winnow policy set --pool "
                        + pool
                        + " --budget N' makes one"));
  }

  private void apply(String pool, PoolPolicy policy) {
    if (policy == null) {
      byPool.remove(pool);
    } else {
      byPool.put(pool, policy);
    }
  }
}
