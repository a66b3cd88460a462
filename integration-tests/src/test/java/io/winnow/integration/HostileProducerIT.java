package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer that does everything wrong beside one that does everything right: nothing stops, the
 * neighbour's rounds are made of all its images, and of every record it is counted what became of
 * it. {@code -Dwinnow.hostile.records=200000} takes more records, {@code -Dwinnow.hostile.seed=N}
 * others. What became of them is written to {@code target/hostile.md}.
 */
class HostileProducerIT {

  private static final int RECORDS = Integer.getInteger("winnow.hostile.records", 3_000);
  private static final long SEED = Long.getLong("winnow.hostile.seed", 17);
  private static final int PARTITIONS = 3;
  private static final int BUDGET = 20;
  private static final String PREFIX = "hostile.";
  private static final SyntheticPool NEIGHBOURS = new SyntheticPool("neighbours", 300, SEED);
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  private static final Path REPORT = Path.of("target", "hostile.md");
  private static final String TOTAL = "-total";

  /** Of requests that were counted when they were taken. */
  private static final String DROPPED = "dropped-total";

  @TempDir private Path directory;

  @Test
  void shouldGoOnForAllOthersWhateverAProducerWrites() throws Exception {
    try (TestCluster kafka = TestCluster.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0)) {
      TopicCatalog topics = kafka.createTopics(PREFIX, registry.url(), PARTITIONS);
      HostileRecords hostile = new HostileRecords(topics, PARTITIONS, SEED);
      takeAnyTime(kafka, hostile.topics());
      Map<String, Object> settings =
          kafka.streamsSettings(PREFIX, registry.url(), directory.resolve("state").toString());
      PoolDriver pool = new PoolDriver(kafka.clients(), topics, NEIGHBOURS, BUDGET);
      try (StreamsRunner streams = start(settings);
          TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds())) {
        kafka.clients().publish(topics.policies(), NEIGHBOURS.pool(), pool.policy());
        publish(kafka, hostile, NEIGHBOURS.records(topics));
        FoldedInput.await(kafka.clients().admin(), PREFIX + "streams", topics, PARTITIONS);
        pool.request(1);
        awaitRound(rounds, 1);
        assertThat(streams.healthy()).isTrue();
        assertBooksBalance(kafka, streams, hostile.topics());
      }
      // what was read is not in the way of the next start either
      try (StreamsRunner streams = start(settings);
          TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds())) {
        pool.request(2);
        awaitRound(rounds, 2);
        assertThat(streams.healthy()).isTrue();
        assertThat(manifests(rounds).get(0).getEligible()).isEqualTo(NEIGHBOURS.size());
        assertThat(manifests(rounds).get(1).getEligible()).isEqualTo(NEIGHBOURS.size() - BUDGET);
      }
      pool.assertExact(2);
      Command.run(
          "audit",
          "verify",
          "--pool",
          NEIGHBOURS.pool(),
          "--prefix",
          PREFIX,
          "--bootstrap-servers",
          kafka.bootstrapServers(),
          "--registry",
          registry.url());
    }
  }

  private static StreamsRunner start(Map<String, Object> settings) {
    return StreamsRunner.start(new StreamsAppConfig(settings), "test");
  }

  private static List<RoundClosed> manifests(TopicTail<RoundClosed> rounds) {
    return rounds.values().stream()
        .filter(round -> round.getPool().equals(NEIGHBOURS.pool()))
        .toList();
  }

  private static void awaitRound(TopicTail<RoundClosed> rounds, long number) {
    rounds.awaitUntil(
        "round " + number,
        all ->
            all.stream()
                .anyMatch(
                    round ->
                        round.getPool().equals(NEIGHBOURS.pool()) && round.getRound() == number));
  }

  /** As brokers before 4.0 do. */
  private static void takeAnyTime(TestCluster kafka, List<Topic<?>> topics) throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic<?> topic : topics) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          List.of(
              new AlterConfigOp(
                  new ConfigEntry(
                      TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "" + Long.MAX_VALUE),
                  AlterConfigOp.OpType.SET)));
    }
    kafka.clients().admin().incrementalAlterConfigs(changes).all().get();
  }

  /** Sends all hostile records in batches of every compression, the neighbour's among them. */
  private static void publish(
      TestCluster kafka, HostileRecords hostile, List<ProducerRecord<byte[], byte[]>> neighbours)
      throws Exception {
    List<Producer<byte[], byte[]>> producers =
        COMPRESSIONS.stream().map(compression -> producer(kafka, compression)).toList();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    int every = Math.max(1, RECORDS / neighbours.size());
    int neighbour = 0;
    for (int i = 0; i < RECORDS; i++) {
      sent.add(producers.get(i % producers.size()).send(hostile.next()));
      if (i % every == 0 && neighbour < neighbours.size()) {
        kafka.clients().send(neighbours.get(neighbour++));
      }
    }
    kafka.clients().sendAll(neighbours.subList(neighbour, neighbours.size()));
    int refused = 0;
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        // too large, or in a batch with a record without key for a compacted topic
        assertThat(e).hasCauseInstanceOf(KafkaException.class);
        refused++;
      }
    }
    producers.forEach(Producer::close);
    assertThat(refused).isLessThan(RECORDS / 10);
  }

  private static Producer<byte[], byte[]> producer(TestCluster kafka, String compression) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            compression,
            ProducerConfig.LINGER_MS_CONFIG,
            5),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Of every record that was there to be read, one thing became. */
  private static void assertBooksBalance(
      TestCluster kafka, StreamsRunner streams, List<Topic<?>> topics) throws IOException {
    Map<String, Long> readable = new TreeMap<>();
    for (Topic<?> topic : topics) {
      try (TopicTail<?> tail = kafka.clients().tail(topic)) {
        readable.put(topic.name(), (long) tail.recordsToEnd().size());
      }
    }
    Awaitility.await("books that balance")
        .atMost(TopicTail.PATIENCE)
        .untilAsserted(() -> assertThat(sums(outcomes(streams))).containsAllEntriesOf(readable));
    report(outcomes(streams), readable);
  }

  /** Returns what became of the records of each topic: how many, by outcome. */
  private static Map<String, Map<String, Long>> outcomes(StreamsRunner streams) {
    Map<String, Map<String, Long>> outcomes = new TreeMap<>();
    streams
        .streams()
        .metrics()
        .forEach(
            (name, metric) -> {
              String topic = name.tags().get("winnow-id");
              if (topic != null && name.name().endsWith(TOTAL) && !name.name().equals(DROPPED)) {
                outcomes
                    .computeIfAbsent(topic, of -> new TreeMap<>())
                    .merge(
                        name.name().substring(0, name.name().length() - TOTAL.length()),
                        Math.round((double) metric.metricValue()),
                        Long::sum);
              }
            });
    return outcomes;
  }

  private static Map<String, Long> sums(Map<String, Map<String, Long>> outcomes) {
    Map<String, Long> sums = new TreeMap<>();
    outcomes.forEach(
        (topic, counts) ->
            sums.put(topic, counts.values().stream().mapToLong(Long::longValue).sum()));
    return sums;
  }

  private static void report(Map<String, Map<String, Long>> outcomes, Map<String, Long> readable)
      throws IOException {
    StringBuilder table =
        new StringBuilder("| topic | records | what became of them |\n|---|---:|---|\n");
    readable.forEach(
        (topic, records) ->
            table.append(
                "| %s | %,d | %s |%n"
                    .formatted(
                        topic.substring(PREFIX.length()),
                        records,
                        outcomes.get(topic).entrySet().stream()
                            .filter(count -> count.getValue() > 0)
                            .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                            .collect(Collectors.joining(", ")))));
    Files.writeString(REPORT, table);
  }
}
