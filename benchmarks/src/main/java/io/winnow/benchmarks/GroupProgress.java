package io.winnow.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group has committed. Under exactly-once processing an offset is committed in
 * the transaction that also holds what was done with the records before it, so "committed" means
 * folded in and durable.
 */
public final class GroupProgress {

  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long POLL_MS = 10;

  private final Admin admin;
  private final String group;
  private final BooleanSupplier alive;

  /**
   * @param alive whether the group's members still work; waiting ends with an error if not
   */
  public GroupProgress(Admin admin, String group, BooleanSupplier alive) {
    this.admin = admin;
    this.group = group;
    this.alive = alive;
  }

  /**
   * Waits until the group has committed the ends of a backlog.
   *
   * @return {@link System#nanoTime} when that was seen; it had happened at most a poll before
   */
  public long await(Map<TopicPartition, Long> ends) throws InterruptedException {
    return await(ends, () -> true);
  }

  /**
   * As {@link #await(Map)}, for members that must not be disturbed: Kafka is asked only once there
   * is reason to.
   *
   * @param likely whether the group seems to be there; costs next to nothing
   */
  public long await(Map<TopicPartition, Long> ends, BooleanSupplier likely)
      throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Map<TopicPartition, Long> missing = ends;
    while (!likely.getAsBoolean() || !(missing = missing(ends)).isEmpty()) {
      if (!alive.getAsBoolean()) {
        throw new BenchmarkException("group " + group + " has stopped; missing " + missing);
      }
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException(
            "group " + group + " did not get there in " + LIMIT + "; missing " + missing);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return System.nanoTime();
  }

  /** Records per partition that are not committed yet. */
  private Map<TopicPartition, Long> missing(Map<TopicPartition, Long> ends)
      throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    Map<TopicPartition, Long> missing = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata at = committed.get(partition);
          long left = end - (at == null ? 0 : at.offset());
          if (left > 0) {
            missing.put(partition, left);
          }
        });
    return missing;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      throw new BenchmarkException("cannot read the offsets of group " + group, e.getCause());
    }
  }
}
