package io.winnow.cli.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.cli.kafka.Cluster;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes the original of a dead letter again, and says of which it cannot. */
final class Resending {

  /** Names the dead letter that a record was made of: {@code TOPIC-PARTITION@OFFSET}. */
  static final String RESENT_FROM = "winnow.resent-from";

  private final Cluster cluster;
  private final boolean now;
  private final Map<String, Topic<?>> allowed;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Set<String> sources = new HashSet<>();

  /**
   * @param now with the time of sending instead of the original's
   */
  Resending(Cluster cluster, boolean now) {
    this.cluster = cluster;
    this.now = now;
    this.allowed =
        inputs(cluster.catalog()).stream().collect(Collectors.toMap(Topic::name, topic -> topic));
  }

  /**
   * Topics in which a record may come later than it was meant to. A policy would replace the one
   * that was set since; commands and reports belong to the round they were written for.
   */
  static List<Topic<?>> inputs(TopicCatalog topics) {
    return List.of(
        topics.images(),
        topics.scores(),
        topics.descriptors(),
        topics.labels(),
        topics.roundRequests());
  }

  /** Whether the same original was asked about before: two services may have given up on it. */
  boolean isRepeated(StoredLetter stored) {
    return !sources.add(stored.source());
  }

  /** Why it cannot be sent again; empty if it can. */
  Optional<String> obstacle(StoredLetter stored) {
    String topic = stored.letter().sourceTopic();
    if (!allowed.containsKey(topic)) {
      return Optional.of(
          "topic "
              + topic
              + " takes nothing again, only "
              + allowed.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    if (stored.truncated()) {
      return Optional.of("its value was too large and is not in the dead letter");
    }
    int count = partitions.computeIfAbsent(topic, name -> cluster.partitionsOf(allowed.get(name)));
    int partition = stored.letter().sourcePartition();
    if (partition < 0 || partition >= count) {
      return Optional.of(
          "it was in partition " + partition + ", topic " + topic + " has " + count + " now");
    }
    if (!now && stored.letter().sourceTimestamp() < 0) {
      return Optional.of(
          "no producer may write its timestamp "
              + stored.letter().sourceTimestamp()
              + " (--now replaces it)");
    }
    return Optional.empty();
  }

  /** The original: key, value, headers, partition and timestamp, and a header that names this. */
  ProducerRecord<byte[], byte[]> original(StoredLetter stored) {
    Headers headers = stored.originalHeaders();
    String from =
        stored.record().topic() + "-" + stored.id().partition() + "@" + stored.id().offset();
    headers.remove(RESENT_FROM).add(RESENT_FROM, from.getBytes(UTF_8));
    return new ProducerRecord<>(
        stored.letter().sourceTopic(),
        stored.letter().sourcePartition(),
        now ? null : Long.valueOf(stored.letter().sourceTimestamp()),
        stored.record().key(),
        stored.record().value(),
        headers);
  }
}
