package io.winnow.cli.policy;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.topic.RecordDecoder;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.UnreadableRecord;
import io.winnow.streams.mapping.PolicyMapping;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policies in force: the last record per pool of the policies topic that is a policy. The
 * services pass over one that is none, and so does this.
 */
public final class PolicyTable {

  private final SortedMap<String, PoolPolicy> byPool = new TreeMap<>();

  /** The pools whose last record is no policy. */
  private final SortedMap<String, UnreadableRecord> refused = new TreeMap<>();

  private PolicyTable() {}

  /** Reads the topic. */
  public static PolicyTable read(Cluster cluster) {
    PolicyTable table = new PolicyTable();
    Topic<PoolPolicy> topic = cluster.catalog().policies();
    try (TopicReader<PoolPolicy> reader =
        new TopicReader<>(
            cluster,
            topic,
            new RecordDecoder<>(topic, PolicyTable::check),
            record -> {
              cluster.unreadable().accept(record);
              record.key().ifPresent(pool -> table.refused.put(pool, record));
            })) {
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

  /** What was written after a pool's policy and is none, if anything was. */
  public Optional<UnreadableRecord> refusedOf(String pool) {
    return Optional.ofNullable(refused.get(pool));
  }

  /** The pools with such a record. */
  public SortedMap<String, UnreadableRecord> refused() {
    return Collections.unmodifiableSortedMap(refused);
  }

  /**
   * The policy of a pool that must have one.
   *
   * @throws CommandException if it has none
   */
  public PoolPolicy require(String pool) {
    return of(pool).orElseThrow(() -> new CommandException(absent(pool)));
  }

  private String absent(String pool) {
    String remedy = "; 'winnow policy set --pool " + pool + " --budget N' makes one";
    return refusedOf(pool)
        .map(record -> "the policy of pool " + pool + " cannot be read (" + record + ")" + remedy)
        .orElse("pool " + pool + " has no policy" + remedy);
  }

  private void apply(String pool, PoolPolicy policy) {
    refused.remove(pool);
    if (policy == null) {
      byPool.remove(pool);
    } else {
      byPool.put(pool, policy);
    }
  }

  private static void check(PoolPolicy policy) {
    PolicyMapping.fromAvro(policy);
  }
}
