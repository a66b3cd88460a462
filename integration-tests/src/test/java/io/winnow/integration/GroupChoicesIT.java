package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/operations.md lets operators choose about a group: a group of two that has chosen it
 * loses an instance and gets it back, and its rounds are those of an instance that was alone.
 */
class GroupChoicesIT {

  private static final int PARTITIONS = 3;

  /** Topics that the application reads. */
  private static final int INPUTS = 7;

  private static final int BUDGET = 40;
  private static final int ROUNDS = 3;
  private static final SyntheticPool POOL = new SyntheticPool("belt", 1_500, 20_261_125);

  /** With static membership nobody is missed before it is over. */
  private static final int LONG_ABSENCE_MS = 30_000;

  /** Changelog records that a takeover may have to read although there is a standby. */
  private static final long FEW_RECORDS = 150;

  @TempDir private static Path directory;
  private static TestCluster kafka;
  private static EmbeddedRegistry registry;
  private static List<String> undisturbed;

  @BeforeAll
  static void start() throws Exception {
    kafka = TestCluster.start();
    // several processes need one registry that gives the same ids to all
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    undisturbed = selections(runAlone());
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
  void shouldKeepEveryTaskWhereItIsWhileAStaticMemberRestarts() throws Exception {
    String prefix = "static.";
    StreamsGroup group = new StreamsGroup(kafka.clients().admin(), prefix + "streams");
    try (TwoInstances instances =
        start(
            prefix,
            name -> {
              Map<String, Object> settings = settings(prefix);
              settings.put(StreamsAppConfig.GROUP_INSTANCE_ID, name);
              settings.put(TestCluster.CLIENT_SESSION_TIMEOUT, LONG_ABSENCE_MS);
              return settings;
            })) {
      instances.request(1);
      instances.awaitRounds(1);
      Map<String, List<TopicPartition>> assignment = group.awaitAssignment(INPUTS * PARTITIONS);
      double rebalances = instances.rebalances();

      instances.goes().stop();
      instances.request(2);
      instances.bringBack();
      instances.awaitRounds(2);
      instances.goes().kill();
      instances.request(3);
      instances.bringBack();
      List<RoundClosed> rounds = instances.awaitRounds(ROUNDS);

      assertThat(group.awaitAssignment(INPUTS * PARTITIONS)).isEqualTo(assignment);
      assertThat(instances.rebalances()).isEqualTo(rebalances);
      assertThat(selections(rounds)).isEqualTo(undisturbed);
    }
  }

  /** The changelogs of the pools hold a descriptor and more of every image. */
  @Test
  void shouldTakeOverWithoutReadingTheWholeChangelogWhenThereIsAStandby() throws Exception {
    String prefix = "standby.";
    try (TwoInstances instances =
        start(
            prefix,
            name -> {
              Map<String, Object> settings = settings(prefix);
              settings.put(StreamsAppConfig.STANDBY_REPLICAS, 1);
              return settings;
            })) {
      instances.awaitStandbys();

      assertThat(restoredWhenOneDies(instances)).isLessThan(FEW_RECORDS);
    }
  }

  private static long restoredWhenOneDies(TwoInstances instances) throws Exception {
    instances.request(1);
    instances.awaitRounds(1);
    instances.awaitPoolsElsewhere(); // or its death would take nothing over
    long before = instances.restored();
    instances.goes().kill();
    instances.request(2);
    instances.awaitRounds(2);
    instances.awaitAll();
    long restored = instances.restored() - before;
    instances.bringBack();
    instances.awaitShared();
    instances.request(3);
    assertThat(selections(instances.awaitRounds(ROUNDS))).isEqualTo(undisturbed);
    return restored;
  }

  @Test
  void shouldCloseTheSameRoundsWhenBrokersAssignTheTasks() throws Exception {
    String prefix = "broker.";
    letBrokersKeepStandbys(prefix + "streams");
    try (TwoInstances instances =
        start(
            prefix,
            name -> {
              Map<String, Object> settings = settings(prefix);
              settings.put(StreamsAppConfig.GROUP_PROTOCOL, "streams");
              return settings;
            })) {
      instances.awaitStandbys();

      assertThat(restoredWhenOneDies(instances)).isLessThan(FEW_RECORDS);
    }
  }

  private static void letBrokersKeepStandbys(String applicationId) throws Exception {
    Admin admin = kafka.clients().admin();
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.GROUP, applicationId),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("streams.num.standby.replicas", "1"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static TwoInstances start(String prefix, Function<String, Map<String, Object>> settings)
      throws Exception {
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    return TwoInstances.start(kafka, topics, POOL, BUDGET, PARTITIONS, directory, settings);
  }

  private static Map<String, Object> settings(String prefix) {
    return kafka.streamsSettings(prefix, registry.url(), "");
  }

  private static List<RoundClosed> runAlone() throws Exception {
    String prefix = "undisturbed.";
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, BUDGET);
    String state = directory.resolve("undisturbed").toString();
    return UndisturbedRun.of(
        pool, kafka.streamsSettings(prefix, registry.url(), state), PARTITIONS, ROUNDS);
  }

  /** What was shortlisted and what was selected, round by round. */
  private static List<String> selections(List<RoundClosed> rounds) {
    return rounds.stream()
        .map(round -> round.getShortlistDigest() + " " + round.getSelectionDigest())
        .toList();
  }
}
