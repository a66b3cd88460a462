package io.winnow.cli.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.TopicScan;
import io.winnow.schemas.topic.Partitioning;
import io.winnow.schemas.topic.TopicCatalog;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Option;

/** Options that say which dead letters a command is about; they all must hold. */
final class LetterFilter {

  @Option(
      names = "--source",
      paramLabel = "TOPIC[-PARTITION[@OFFSET]]",
      converter = SourcePlace.Converter.class,
      description = "Only records of this topic, partition or offset, as log lines name them.")
  private SourcePlace source;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only those whose reason contains this, in capitals or not.")
  private String reason;

  @Option(names = "--key", paramLabel = "KEY", description = "Only records of this image or key.")
  private String key;

  @Option(
      names = "--pool",
      converter = PoolName.class,
      description = "Only records of this pool, as far as they can be decoded.")
  private String pool;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description = "Only those that this service gave up on: worker or streams.")
  private String stage;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Since.class,
      description = "Only those written since then: 2026-11-30T12:00:00Z, or 2h, 7d ago.")
  private Instant since;

  /** Whether no option was given. */
  boolean isEmpty() {
    return source == null
        && reason == null
        && key == null
        && pool == null
        && stage == null
        && since == null;
  }

  /** Hands on the dead letters that are there now, in the order of each partition. */
  void read(Cluster cluster, Consumer<StoredLetter> sink) {
    TopicCatalog topics = cluster.catalog();
    Consumer<ConsumerRecord<byte[], byte[]>> each =
        record ->
            StoredLetter.of(record, cluster.unreadable())
                .filter(letter -> matches(topics, letter))
                .ifPresent(sink);
    try (TopicScan scan = new TopicScan(cluster, topics.deadLetters())) {
      if (since == null) {
        scan.all(each);
      } else {
        scan.since(since, each);
      }
    }
  }

  static LetterFilter ofKey(String key) {
    LetterFilter filter = new LetterFilter();
    filter.key = key;
    return filter;
  }

  private boolean matches(TopicCatalog topics, StoredLetter stored) {
    return (source == null || source.holds(topics.prefix(), stored.letter()))
        && (reason == null || lower(stored.letter().reason()).contains(lower(reason)))
        && (key == null || Arrays.equals(key.getBytes(UTF_8), stored.record().key()))
        && (stage == null || stage.equals(stored.letter().stage()))
        && (since == null || !stored.writtenAt().isBefore(since))
        && (pool == null || isOfPool(topics, stored));
  }

  /** By the value; by the key where only that can be read and records are keyed by pool. */
  private boolean isOfPool(TopicCatalog topics, StoredLetter stored) {
    Optional<String> named = LetterValue.of(topics, stored).pool();
    if (named.isPresent()) {
      return named.get().equals(pool);
    }
    return Arrays.equals(pool.getBytes(UTF_8), stored.record().key())
        && topics.all().stream()
            .anyMatch(
                topic ->
                    topic.name().equals(stored.letter().sourceTopic())
                        && topic.partitioning() == Partitioning.BY_POOL);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
