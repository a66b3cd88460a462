package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.RoundAbort;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The group's offsets are gone, and a mirror has produced the internal records a second time. */
class LostOffsetsIT {

  private static final int PARTITIONS = 2;
  private static final int BUDGET = 20;
  private static final String PREFIX = "lost.";
  private static final String REGISTRY_URL = "mock://lost-offsets";
  private static final SyntheticPool POOL = new SyntheticPool("lost", 200, 11);

  @TempDir private Path directory;

  @Test
  void shouldGoOnAsIfNothingWasWhenEverythingIsReadAgain() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TestClients clients = kafka.clients();
      TopicCatalog topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
      PoolDriver pool = new PoolDriver(clients, topics, POOL, BUDGET);
      try (TopicTail<RoundClosed> rounds = clients.tail(topics.rounds())) {
        try (StreamsRunner runner = start(kafka)) {
          assertThat(runner.healthy()).isTrue();
          pool.fill();
          FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
          pool.request(1);
          rounds.awaitCount(1);
          clients.sendAll(requestThatIsAborted(topics));
          rounds.awaitCount(2);
        }
        clients.admin().deleteConsumerGroups(List.of(PREFIX + "streams")).all().get();
        try (RecordSource source = source(kafka)) {
          clients.sendAll(again(source, topics.poolCommands()));
          clients.sendAll(again(source, topics.poolReports()));
        }

        try (StreamsRunner runner = start(kafka)) {
          FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
          assertThat(runner.healthy()).isTrue();
          pool.request(3);
          rounds.awaitCount(3);
        }
      }

      try (TopicTail<RoundClosed> rounds = clients.tail(topics.rounds())) {
        assertThat(rounds.valuesToEnd())
            .extracting(RoundClosed::getRequestId, RoundClosed::getSelected)
            .containsExactly(
                tuple("request-1", BUDGET), tuple("to-be-aborted", 0), tuple("request-3", BUDGET));
      }
      for (Level level : Level.values()) {
        assertThat(verify(kafka, topics, level))
            .hasSize(3)
            .allSatisfy(
                verdict -> {
                  assertThat(verdict.findings()).isEmpty();
                  assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
                });
      }
      try (RecordSource source = source(kafka)) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          assertThat(source.end(topics.deadLetters().name(), partition)).isZero();
        }
      }
      assertThat(verifyStandAlone(kafka, topics)).isEqualTo("3 manifests verified");
    }
  }

  /** In one batch: the round is open when the second is read. */
  private static List<ProducerRecord<byte[], byte[]>> requestThatIsAborted(TopicCatalog topics) {
    RoundAbort abort = new RoundAbort(null, "no longer needed");
    return List.of(
        topics
            .roundRequests()
            .record(POOL.pool(), new RoundRequested("to-be-aborted", null, "test", null)),
        topics
            .roundRequests()
            .record(POOL.pool(), new RoundRequested("abort", null, "test", abort)));
  }

  private static List<ProducerRecord<byte[], byte[]>> again(RecordSource source, Topic<?> topic) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int number = 0; number < PARTITIONS; number++) {
      int partition = number;
      source.read(
          topic.name(),
          partition,
          0,
          source.end(topic.name(), partition),
          record ->
              records.add(
                  new ProducerRecord<>(topic.name(), partition, record.key(), record.value())));
    }
    return records;
  }

  private static List<RoundVerdict> verify(TestCluster kafka, TopicCatalog topics, Level level) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (RecordSource source = source(kafka);
        ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit =
          new PoolAudit(POOL.pool(), source, topics, Optional.of(level), Optional.empty());
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    return verdicts;
  }

  /** By the manifests alone. */
  private String verifyStandAlone(TestCluster kafka, TopicCatalog topics) throws Exception {
    ForeignProgram.assumeInstalled("python3");
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    try (TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds())) {
      rounds.valuesToEnd().forEach(manifest -> manifests.add(AvroJson.toJson(manifest)));
    }
    Path file = Files.writeString(directory.resolve("manifests.json"), manifests.toString());
    Path none = Files.writeString(directory.resolve("decisions.json"), "[]");
    Path script = Path.of("..", "docs", "verify_round.py").toAbsolutePath();
    return new ForeignProgram(directory)
        .run("", "python3", script.toString(), file.toString(), none.toString())
        .get(0);
  }

  private static RecordSource source(TestCluster kafka) {
    return new KafkaRecordSource(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  private StreamsRunner start(TestCluster kafka) {
    return StreamsRunner.start(
        new StreamsAppConfig(
            kafka.streamsSettings(PREFIX, REGISTRY_URL, directory.resolve("state").toString())),
        "test");
  }
}
