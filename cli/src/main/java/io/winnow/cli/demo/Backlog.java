package io.winnow.cli.demo;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What the streams application has not folded into its pools yet. A round takes what has arrived;
 * the demo wants all scores of a model in it and therefore waits, as a user would who asks for a
 * round right after scoring.
 */
final class Backlog {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final Cluster cluster;
  private final String group;
  private final List<TopicPartition> partitions;

  /**
   * @param group consumer group of the application
   * @param topics that it reads
   */
  Backlog(Cluster cluster, String group, List<Topic<?>> topics) {
    this.cluster = cluster;
    this.group = group;
    this.partitions =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, cluster.partitionsOf(topic))
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
            .toList();
  }

  /**
   * Waits until nothing is left of what was written before.
   *
   * @throws CommandException if that takes more than two minutes
   */
  void awaitEmpty() throws InterruptedException {
    Map<TopicPartition, Long> ends = ends();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    long left = records(ends);
    while (left > 0) {
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            "the streams application has %d records left to read after %d s"
                .formatted(left, LIMIT.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
      left = records(ends);
    }
  }

  private Map<TopicPartition, Long> ends() {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        cluster.get(
            cluster
                .admin()
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    Map<TopicPartition, Long> ends = new HashMap<>();
    found.forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private long records(Map<TopicPartition, Long> ends) {
    ListConsumerGroupOffsetsResult result = cluster.admin().listConsumerGroupOffsets(group);
    Map<TopicPartition, OffsetAndMetadata> committed =
        cluster.get(result.partitionsToOffsetAndMetadata());
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      left += Math.max(0, end.getValue() - (done == null ? 0 : done.offset()));
    }
    return left;
  }
}
