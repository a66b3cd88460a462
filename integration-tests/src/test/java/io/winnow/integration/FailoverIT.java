package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds while instances die, and rounds that instances share. */
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
  private static TestClients clients;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() throws Exception {
    kafka = TestCluster.start();
    clients = kafka.clients();
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
  }

  @AfterAll
  static void stop() throws Exception {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  /** How far a round is when an instance is killed. */
  private enum KillPoint {
    OPENED,
    RANKED,
    SHORTLISTED,
    DESCRIBED
  }

  @Test
  void shouldCloseEveryRoundExactlyOnceWhenAnInstanceIsKilledInTheMiddleOfIt() throws Exception {
    List<RoundClosed> disturbed = runWithKills();

    List<RoundClosed> undisturbed = runUndisturbed(disturbed.size());

    assertThat(disturbed)
        .extracting(RoundClosed::getSelectionDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getSelectionDigest).toList());
    assertThat(disturbed)
        .extracting(RoundClosed::getShortlistDigest)
        .isEqualTo(undisturbed.stream().map(RoundClosed::getShortlistDigest).toList());
  }

  private static List<RoundClosed> runWithKills() throws Exception {
    String prefix = "killed.";
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    Map<String, Object> settings = kafka.streamsSettings(prefix, registry.url(), "set by instance");
    settings.put(StreamsAppConfig.COMMIT_INTERVAL_MS, SLOW_COMMITS_MS);
    Random random = new Random(SEED);
    List<StreamsInstance> instances = new ArrayList<>();
    try (TopicTail<RoundClosed> rounds = clients.tail(topics.rounds());
        TopicTail<PoolCommand> commands = clients.tail(topics.poolCommands());
        TopicTail<PoolReport> reports = clients.tail(topics.poolReports())) {
      instances.add(StreamsInstance.start("left", directory, settings));
      instances.add(StreamsInstance.start("right", directory, settings));
      fill(topics, POOL);
      FoldedInput.await(clients.admin(), prefix + "streams", topics, PARTITIONS);

      int round = 0;
      for (KillPoint point : KillPoint.values()) {
        boolean coordinatorDies = random.nextBoolean();
        boolean inTheMiddle = false;
        for (int attempt = 1; !inTheMiddle && attempt <= TRIES; attempt++) {
          awaitBothHavePartitions(prefix, instances);
          StreamsInstance victim = victim(prefix, instances, coordinatorDies);
          request(topics, POOL.pool(), ++round);
          awaitReached(point, round, commands, reports);
          victim.kill();
          inTheMiddle = rounds.valuesToEnd().size() < round;
          instances.remove(victim);
          instances.add(StreamsInstance.start(victim.name(), directory, settings));
          rounds.awaitCount(round);
        }
        assertThat(inTheMiddle).as("an instance died in a round that was %s", point).isTrue();
      }
      assertExact(topics, POOL.pool(), round);
      return rounds.valuesToEnd();
    } finally {
      for (StreamsInstance instance : instances) {
        instance.close();
      }
    }
  }

  private static List<RoundClosed> runUndisturbed(int rounds) throws Exception {
    String prefix = "undisturbed.";
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    try (StreamsRunner runner = startHere(prefix, "undisturbed");
        TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      fill(topics, POOL);
      FoldedInput.await(clients.admin(), prefix + "streams", topics, PARTITIONS);
      for (int round = 1; round <= rounds; round++) {
        request(topics, POOL.pool(), round);
      }
      assertThat(runner.healthy()).isTrue();
      return closed.awaitCount(rounds);
    }
  }

  @Test
  void shouldRunRoundsOfSeveralPoolsSideBySideWhenInstancesShareThem() throws Exception {
    String prefix = "shared.";
    int rounds = 2;
    TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
    List<SyntheticPool> pools =
        Stream.of("east", "west", "north").map(name -> new SyntheticPool(name, 400, SEED)).toList();
    try (StreamsRunner one = startHere(prefix, "one");
        StreamsRunner other = startHere(prefix, "other");
        TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      for (SyntheticPool pool : pools) {
        fill(topics, pool);
      }
      FoldedInput.await(clients.admin(), prefix + "streams", topics, PARTITIONS);
      Awaitility.await("both instances have tasks")
          .atMost(TopicTail.PATIENCE)
          .until(() -> activeTasks(one) > 0 && activeTasks(other) > 0);

      for (int round = 1; round <= rounds; round++) {
        for (SyntheticPool pool : pools) {
          request(topics, pool.pool(), round);
        }
      }

      closed.awaitCount(rounds * pools.size());
      for (SyntheticPool pool : pools) {
        assertExact(topics, pool.pool(), rounds);
      }
    }
  }

  private static long activeTasks(StreamsRunner runner) {
    return runner.streams().metadataForLocalThreads().stream()
        .mapToLong(thread -> thread.activeTasks().size())
        .sum();
  }

  private static StreamsRunner startHere(String prefix, String name) {
    return StreamsRunner.start(
        new StreamsAppConfig(
            kafka.streamsSettings(prefix, registry.url(), directory.resolve(name).toString())),
        "test");
  }

  private static void fill(TopicCatalog topics, SyntheticPool pool) throws Exception {
    clients.publish(topics.policies(), pool.pool(), SyntheticPool.policy(BUDGET));
    clients.sendAll(pool.records(topics));
  }

  private static void request(TopicCatalog topics, String pool, int round) throws Exception {
    clients.publish(
        topics.roundRequests(), pool, new RoundRequested("request-" + round, null, "test"));
  }

  private static void awaitReached(
      KillPoint point, int round, TopicTail<PoolCommand> commands, TopicTail<PoolReport> reports) {
    switch (point) {
      case OPENED, SHORTLISTED -> {
        Class<?> wanted =
            point == KillPoint.OPENED
                ? io.winnow.schemas.RoundOpened.class
                : io.winnow.schemas.Shortlisted.class;
        commands.awaitUntil(
            point + " in round " + round,
            all ->
                all.stream()
                    .anyMatch(
                        command ->
                            command.getRound() == round
                                && wanted.isInstance(command.getCommand())));
      }
      case RANKED, DESCRIBED -> {
        Class<?> wanted =
            point == KillPoint.RANKED
                ? io.winnow.schemas.RankReport.class
                : io.winnow.schemas.DescriptorReport.class;
        reports.awaitUntil(
            point + " in round " + round,
            all ->
                all.stream()
                    .anyMatch(
                        report ->
                            report.getRound() == round && wanted.isInstance(report.getReport())));
      }
    }
  }

  private static void awaitBothHavePartitions(String prefix, List<StreamsInstance> instances) {
    Awaitility.await("both instances have partitions")
        .atMost(TopicTail.PATIENCE)
        .until(() -> haveTasks(instances, members(prefix)));
  }

  private static boolean haveTasks(
      List<StreamsInstance> instances, List<MemberDescription> members) {
    return instances.stream()
        .allMatch(
            instance ->
                members.stream()
                    .filter(member -> belongs(member, instance))
                    .anyMatch(member -> !member.assignment().topicPartitions().isEmpty()));
  }

  /** The instance that coordinates the pool's rounds, or the other one. */
  private static StreamsInstance victim(
      String prefix, List<StreamsInstance> instances, boolean coordinator) throws Exception {
    int partition = Partitions.of(POOL.pool(), PARTITIONS);
    List<MemberDescription> coordinators =
        members(prefix).stream()
            .filter(
                member ->
                    member.assignment().topicPartitions().stream()
                        .anyMatch(
                            assigned ->
                                assigned.topic().equals(prefix + "round-requests")
                                    && assigned.partition() == partition))
            .toList();
    assertThat(coordinators).hasSize(1);
    return instances.stream()
        .filter(instance -> belongs(coordinators.get(0), instance) == coordinator)
        .findFirst()
        .orElseThrow();
  }

  private static List<MemberDescription> members(String prefix) throws Exception {
    String group = prefix + "streams";
    return List.copyOf(
        clients.admin().describeConsumerGroups(List.of(group)).all().get().get(group).members());
  }

  private static boolean belongs(MemberDescription member, StreamsInstance instance) {
    return member.clientId().startsWith(instance.name() + "-");
  }

  /** Every round whole, once, and chained to the one before; no image in two of them. */
  private static void assertExact(TopicCatalog topics, String pool, int rounds) {
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds());
        TopicTail<AnnotationRequested> requests = clients.tail(topics.annotationRequests())) {
      List<RoundClosed> manifests =
          closed.valuesToEnd().stream().filter(one -> one.getPool().equals(pool)).toList();
      assertThat(manifests)
          .extracting(RoundClosed::getRound)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, rounds).mapToObj(Long::valueOf).toList());
      assertThat(manifests).extracting(RoundClosed::getSelected).containsOnly(BUDGET);
      assertThat(manifests.get(0).getPreviousDigest()).isNull();
      for (int i = 1; i < rounds; i++) {
        assertThat(manifests.get(i).getPreviousDigest())
            .isEqualTo(manifests.get(i - 1).getDigest());
      }

      List<AnnotationRequested> all = requests.valuesToEnd();
      List<String> images = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).getPool().equals(pool)) {
          images.add(
              topics
                  .annotationRequests()
                  .keySerde()
                  .deserializer()
                  .deserialize(
                      topics.annotationRequests().name(), requests.records().get(i).key()));
        }
      }
      assertThat(images).hasSize(rounds * BUDGET).doesNotHaveDuplicates();
      Map<Long, List<Integer>> ranks =
          all.stream()
              .filter(one -> one.getPool().equals(pool))
              .collect(
                  Collectors.groupingBy(
                      AnnotationRequested::getRound,
                      Collectors.mapping(AnnotationRequested::getRank, Collectors.toList())));
      assertThat(ranks).hasSize(rounds);
      List<Integer> expected = IntStream.rangeClosed(1, BUDGET).boxed().toList();
      ranks.forEach(
          (round, of) -> assertThat(of).as("ranks of round %d", round).hasSameElementsAs(expected));
    }
  }
}
