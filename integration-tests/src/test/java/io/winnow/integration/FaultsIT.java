package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import io.winnow.streams.TopicsNotReadyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guarantees under faults, in containers: three brokers, a registry, a worker and two stream
 * instances are harmed on a seeded schedule while records arrive and rounds are open. Afterwards
 * every round is there once and whole and equal to the undisturbed run's, an audit verifies it, no
 * image was lost or selected twice, and the dead letters are those planted.
 *
 * <p>{@code -Dwinnow.faults=200 -Dwinnow.faults.seed=7} makes it longer or different.
 */
class FaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
  private static final int FAULTS = Integer.getInteger("winnow.faults", 20);
  private static final long SEED = Long.getLong("winnow.faults.seed", 1);
  private static final int PARTITIONS = 3;
  private static final int BUDGET = 20;
  private static final int UNUSABLE = 7;
  private static final String DISTURBED = "disturbed.";

  @TempDir private static Path directory;
  private static ContainerStack stack;
  private static TestClients clients;

  @BeforeAll
  static void start() {
    ContainerImages.assumePresent();
    stack = new ContainerStack();
    stack.start();
    clients = new TestClients(stack.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void shouldGiveTheUndisturbedResultWhenEveryPartIsHarmed() throws Exception {
    int slices = FAULTS / 2;
    int rounds = FAULTS - slices;
    KnownWorkload workload =
        new KnownWorkload(
            new SyntheticPool("faults", 3 * BUDGET * (rounds + 1), SEED), 120, UNUSABLE, SEED);

    List<RoundClosed> disturbed;
    try {
      disturbed = runDisturbed(workload, slices, rounds);
    } catch (Exception | AssertionError e) {
      LOG.error("what the services wrote last:\n{}", stack.lastWords());
      throw e;
    }
    List<RoundClosed> undisturbed = runUndisturbed(workload, slices, rounds);

    assertThat(disturbed)
        .extracting(RoundClosed::getShortlistDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getShortlistDigest).toList());
    assertThat(disturbed)
        .extracting(RoundClosed::getSelectionDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getSelectionDigest).toList());
  }

  private static List<RoundClosed> runDisturbed(KnownWorkload workload, int slices, int rounds)
      throws Exception {
    TopicCatalog topics = stack.createTopics(clients, DISTURBED, PARTITIONS);
    PoolDriver pool = new PoolDriver(clients, topics, workload.pool(), BUDGET);
    Random random = new Random(SEED);
    List<ContainerNode> streams =
        List.of(stack.streams("streams-1", DISTURBED), stack.streams("streams-2", DISTURBED));
    ContainerNode third = stack.streams("streams-3", DISTURBED);
    third.stop();
    FaultTargets targets =
        new FaultTargets(
            stack.brokers(),
            stack.registry(),
            streams,
            third,
            stack.worker("worker-1", DISTURBED),
            random);
    List<Fault> schedule = schedule(random);
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds());
        TopicTail<byte[]> deadLetters = clients.tail(topics.deadLetters());
        TopicTail<ImageDescribed> descriptors = clients.tail(topics.descriptors())) {
      clients.publish(topics.policies(), pool.pool().pool(), SyntheticPool.policy(BUDGET));
      int fault = 0;
      for (List<ProducerRecord<byte[], byte[]>> slice : workload.slices(topics, slices)) {
        clients.sendAll(slice);
        strike(schedule.get(fault++), targets);
      }
      awaitPictures(workload, descriptors);
      FoldedInput.await(clients.admin(), DISTURBED + "streams", topics, PARTITIONS);
      for (int round = 1; round <= rounds; round++) {
        pool.request(round);
        strike(schedule.get(fault++), targets);
        targets.restartFailed();
        closed.awaitCount(round);
      }
      pool.assertExact(rounds);
      assertThat(deadLetters.recordsToEnd()).as("dead letters").hasSize(UNUSABLE);
      assertThat(pictures(descriptors.recordsToEnd()))
          .as("described pictures")
          .containsExactlyInAnyOrderElementsOf(workload.pictureIds());
      assertVerified(pool.pool().pool(), topics, rounds);
      return closed.valuesToEnd();
    }
  }

  /** Every kind in turn, in a random order. */
  private static List<Fault> schedule(Random random) {
    List<Fault> schedule = new ArrayList<>();
    while (schedule.size() < FAULTS) {
      List<Fault> kinds = new ArrayList<>(List.of(Fault.values()));
      Collections.shuffle(kinds, random);
      schedule.addAll(kinds);
    }
    Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    schedule.subList(0, FAULTS).forEach(fault -> counts.merge(fault, 1, Integer::sum));
    LOG.info("{} faults, seed {}: {}", FAULTS, SEED, counts);
    return schedule;
  }

  private static void strike(Fault fault, FaultTargets targets) throws Exception {
    LOG.info("{}", fault);
    targets.restartFailed();
    fault.strike(targets);
  }

  private static void assertVerified(String pool, TopicCatalog topics, int rounds) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (RecordSource source =
            new KafkaRecordSource(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
        ReplayState state = ReplayState.inMemory()) {
      new PoolAudit(pool, source, topics).verify(1, rounds, state, records -> {}, verdicts::add);
    }
    assertThat(verdicts)
        .hasSize(rounds)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
    LOG.info("{} rounds verified by an audit", rounds);
  }

  private static void awaitPictures(KnownWorkload workload, TopicTail<ImageDescribed> descriptors) {
    descriptors.awaitUntil(
        "all pictures are described",
        all ->
            all.stream().filter(one -> one.getPool().equals(KnownWorkload.PICTURE_POOL)).count()
                >= workload.pictures());
  }

  private static List<String> pictures(List<ConsumerRecord<byte[], byte[]>> descriptors) {
    return descriptors.stream()
        .map(record -> new String(record.key(), UTF_8))
        .filter(imageId -> imageId.startsWith("picture-"))
        .toList();
  }

  private static List<RoundClosed> runUndisturbed(KnownWorkload workload, int slices, int rounds)
      throws Exception {
    String prefix = "undisturbed.";
    TopicCatalog topics = stack.createTopics(clients, prefix, PARTITIONS);
    PoolDriver pool = new PoolDriver(clients, topics, workload.pool(), BUDGET);
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, stack.bootstrapServers());
    settings.put(StreamsAppConfig.TOPIC_PREFIX, prefix);
    settings.put(StreamsAppConfig.APPLICATION_ID, prefix + "streams");
    settings.put(StreamsAppConfig.STATE_DIR, directory.resolve("undisturbed").toString());
    settings.put("schema.registry.url", stack.registryUrl());
    try (StreamsRunner runner = startOnceTopicsAreKnown(new StreamsAppConfig(settings));
        TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      clients.publish(topics.policies(), pool.pool().pool(), SyntheticPool.policy(BUDGET));
      for (List<ProducerRecord<byte[], byte[]>> slice : workload.slices(topics, slices)) {
        clients.sendAll(slice);
      }
      FoldedInput.await(clients.admin(), prefix + "streams", topics, PARTITIONS);
      for (int round = 1; round <= rounds; round++) {
        pool.request(round);
      }
      for (int round = 1; round <= rounds; round++) {
        closed.awaitCount(round); // one after the other: patience is for each
      }
      assertThat(runner.healthy()).isTrue();
      return closed.valuesToEnd();
    }
  }

  /** A broker that was just harmed may learn of new topics later than the others. */
  private static StreamsRunner startOnceTopicsAreKnown(StreamsAppConfig config) {
    return Awaitility.await("every broker knows the topics")
        .atMost(TopicTail.PATIENCE)
        .ignoreExceptionsInstanceOf(TopicsNotReadyException.class)
        .until(() -> StreamsRunner.start(config, "test"), Objects::nonNull);
  }
}
