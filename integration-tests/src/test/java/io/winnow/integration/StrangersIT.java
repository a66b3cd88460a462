package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.PolicyApplied;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.OtherApplicationException;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two applications with different ids on the same topics. */
class StrangersIT {

  private static final int PARTITIONS = 2;
  private static final int BUDGET = 10;
  private static final String REGISTRY_URL = "mock://strangers";
  private static final SyntheticPool POOL = new SyntheticPool("mine", 100, 5);

  @TempDir private Path directory;

  @Test
  void shouldRefuseASecondApplicationAndGoOnWithTheFirst() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TestClients clients = kafka.clients();
      TopicCatalog topics = kafka.createTopics("one.", REGISTRY_URL, PARTITIONS);
      PoolDriver pool = new PoolDriver(clients, topics, POOL, BUDGET);
      try (StreamsRunner first = start(kafka, "one.", "one.streams");
          TopicTail<RoundClosed> rounds = clients.tail(topics.rounds())) {
        pool.fill();
        FoldedInput.await(clients.admin(), "one.streams", topics, PARTITIONS);
        pool.request(1);
        rounds.awaitCount(1);

        assertThatThrownBy(() -> start(kafka, "one.", "typo"))
            .isInstanceOf(OtherApplicationException.class)
            .hasMessage(
                "the topics one.* belong to streams application one.streams, so typo does not"
                    + " start: set application.id=one.streams to be an instance of it, or another"
                    + " topic.prefix");
        assertThat(clients.admin().listTopics().names().get())
            .noneMatch(topic -> topic.startsWith("typo"));
        forge(clients, topics);

        pool.request(2);
        rounds.awaitCount(2);
        assertThat(first.healthy()).isTrue();
      }
      try (StreamsRunner again = start(kafka, "one.", "one.streams");
          TopicTail<RoundClosed> rounds = clients.tail(topics.rounds())) {
        pool.request(3);
        rounds.awaitCount(3);
        assertThat(again.healthy()).isTrue();
      }
      pool.assertExact(3);
      try (RecordSource source = source(kafka)) {
        assertThat(
                source.end(topics.deadLetters().name(), 0)
                    + source.end(topics.deadLetters().name(), 1))
            .isPositive();
      }
      assertThat(verify(kafka, topics))
          .hasSize(3)
          .allSatisfy(
              verdict -> {
                assertThat(verdict.findings()).isEmpty();
                assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
              });

      kafka.createTopics("two.", REGISTRY_URL, PARTITIONS);
      try (StreamsRunner neighbour = start(kafka, "two.", "typo")) {
        assertThat(neighbour.healthy()).isTrue();
      }
    }
  }

  @Test
  void shouldLetExactlyOneGoOnWhenSeveralStartAtTheSameTime() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      for (int race = 0; race < 3; race++) {
        String prefix = "race-" + race + ".";
        kafka.createTopics(prefix, REGISTRY_URL, PARTITIONS);
        List<CompletableFuture<StreamsRunner>> starts = new ArrayList<>();
        for (String application : List.of("a", "b", "c")) {
          starts.add(
              CompletableFuture.supplyAsync(() -> start(kafka, prefix, prefix + application)));
        }
        int started = 0;
        for (CompletableFuture<StreamsRunner> one : starts) {
          try {
            one.join().close();
            started++;
          } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(OtherApplicationException.class);
          }
        }
        assertThat(started).isEqualTo(1);
      }
    }
  }

  /** As an application would that came in all the same. */
  private static void forge(TestClients clients, TopicCatalog topics) throws Exception {
    List<String> images =
        POOL.records(topics).stream().map(record -> new String(record.key(), UTF_8)).toList();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (Object command :
          List.of(new PolicyApplied(null, 1_000L), new RoundSettled(images, null, false))) {
        clients.send(
            topics
                .poolCommands()
                .record(
                    partition,
                    null,
                    "" + partition,
                    new PoolCommand(POOL.pool(), 2L, command, "typo")));
      }
    }
  }

  private static List<RoundVerdict> verify(TestCluster kafka, TopicCatalog topics) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (RecordSource source = source(kafka);
        ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit =
          new PoolAudit(POOL.pool(), source, topics, Optional.of(Level.FULL), Optional.empty());
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    return verdicts;
  }

  private static RecordSource source(TestCluster kafka) {
    return new KafkaRecordSource(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  private StreamsRunner start(TestCluster kafka, String prefix, String application) {
    Map<String, Object> settings =
        kafka.streamsSettings(prefix, REGISTRY_URL, directory.resolve("state").toString());
    settings.put(StreamsAppConfig.APPLICATION_ID, application);
    return StreamsRunner.start(new StreamsAppConfig(settings), "test");
  }
}
