package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.LimitEffect;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.SelectionLimit;
import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances in processes of their own, one of which is killed in the middle of every other
 * round or so. The rounds must be those of a run that nobody disturbed.
 */
class FailoverIT {

  private static final int PARTITIONS = 3;
  private static final int BUDGET = 50;
  private static final long SEED = 20_261_122;
  private static final SyntheticPool POOL = new SyntheticPool("belt", 3_000, SEED);

  /** A round takes some five commits, so this keeps it open for seconds. */
  private static final int SLOW_COMMITS_MS = 400;

  /** A kill that came too late is tried again in the next round, so often at most. */
  private static final int TRIES = 4;

  @TempDir private static Path directory;
  private static TestCluster kafka;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() throws Exception {
    kafka = TestCluster.start();
    // several processes need one registry that gives the same ids to all
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  void shouldCloseEveryRoundExactlyOnceWhenAnInstanceIsKilledInTheMiddleOfIt() throws Exception {
    List<RoundClosed> disturbed = runWithKills("killed.");

    List<RoundClosed> undisturbed = runUndisturbed("undisturbed.", disturbed.size());

    assertThat(disturbed)
        .extracting(RoundClosed::getSelectionDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getSelectionDigest).toList());
    assertThat(disturbed)
        .extracting(RoundClosed::getDecisionDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getDecisionDigest).toList());
    int firstPage = (int) Math.ceil(policy().getSr() * BUDGET);
    assertThat(disturbed.subList(1, disturbed.size()))
        .allSatisfy(round -> assertThat(round.getRepeated()).isPositive())
        .anySatisfy(round -> assertThat(round.getShortlisted()).isGreaterThan(firstPage))
        .anySatisfy(
            round ->
                assertThat(round.getLimits())
                    .anyMatch(outcome -> outcome.getEffect() == LimitEffect.WITHHELD));
  }

  /**
   * Rounds under limits that must not resemble the two before. Dozens of images lie around every
   * one of 40 centres, so the first page of a shortlist does not suffice.
   */
  private static PoolPolicy policy() {
    return PoolPolicy.newBuilder(SyntheticPool.policy(BUDGET))
        .setLimits(
            List.of(
                new SelectionLimit("class", null, 0, 17),
                new SelectionLimit("class", "dent", 15, null)))
        .setMemoryRounds(2)
        .setMemoryCosine(0.993)
        .setMaxSr(40.0)
        .build();
  }

  private static List<RoundClosed> runWithKills(String prefix) throws Exception {
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, policy());
    Map<String, Object> settings = kafka.streamsSettings(prefix, registry.url(), "");
    settings.put(StreamsAppConfig.COMMIT_INTERVAL_MS, SLOW_COMMITS_MS);
    Random random = new Random(SEED);
    List<StreamsInstance> instances = new ArrayList<>();
    try (TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds());
        TopicTail<PoolCommand> commands = kafka.clients().tail(topics.poolCommands());
        TopicTail<PoolReport> reports = kafka.clients().tail(topics.poolReports())) {
      instances.add(StreamsInstance.start("left", directory, settings));
      instances.add(StreamsInstance.start("right", directory, settings));
      pool.fill();
      FoldedInput.await(kafka.clients().admin(), prefix + "streams", topics, PARTITIONS);

      int round = 0;
      for (KillPoint point : KillPoint.values()) {
        boolean coordinatorDies = random.nextBoolean();
        boolean inTheMiddle = false;
        for (int attempt = 1; !inTheMiddle && attempt <= TRIES; attempt++) {
          StreamsInstance victim = victim(prefix, instances, coordinatorDies);
          pool.request(++round);
          point.await(round, commands, reports);
          victim.kill();
          inTheMiddle = rounds.valuesToEnd().size() < round;
          instances.remove(victim);
          instances.add(StreamsInstance.start(victim.name(), directory, settings));
          rounds.awaitCount(round);
        }
        assertThat(inTheMiddle).as("an instance died in a round that was %s", point).isTrue();
      }
      pool.assertExact(round);
      return rounds.valuesToEnd();
    } finally {
      for (StreamsInstance instance : instances) {
        instance.close();
      }
    }
  }

  /** The instance that coordinates the pool's rounds, or the other one. */
  private static StreamsInstance victim(
      String prefix, List<StreamsInstance> instances, boolean coordinator) throws Exception {
    StreamsGroup group = new StreamsGroup(kafka.clients().admin(), prefix + "streams");
    group.awaitAllWork(instances);
    TopicPartition requests =
        new TopicPartition(prefix + "round-requests", Partitions.of(POOL.pool(), PARTITIONS));
    StreamsInstance owner = group.ownerOf(requests, instances);
    return instances.stream()
        .filter(instance -> (instance == owner) == coordinator)
        .findFirst()
        .orElseThrow();
  }

  private static List<RoundClosed> runUndisturbed(String prefix, int rounds) throws Exception {
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, policy());
    String state = directory.resolve("undisturbed").toString();
    return UndisturbedRun.of(
        pool, kafka.streamsSettings(prefix, registry.url(), state), PARTITIONS, rounds);
  }
}
