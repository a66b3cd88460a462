package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new version: it starts on what an old one left behind, and takes over from it one instance
 * after the other.
 *
 * <p>{@code src/test/resources/upgrade/0.1.0.zip} is what version 0.1.0 left: the data directories
 * of a broker and of a registry and the state directory of a streams instance, after two rounds and
 * a clean stop. The tests write such a file of the present version to {@code target/upgrade.zip};
 * at a release, put it beside the others under the version's name.
 */
class UpgradeIT {

  private static final Path OLD_VERSION = Path.of("src/test/resources/upgrade/0.1.0.zip");
  private static final int PARTITIONS = 2;
  private static final int BUDGET = 10;
  private static final long SEED = 20_261_125;
  private static final SyntheticPool POOL = new SyntheticPool("belt", 60, SEED);

  /** The same candidates and some more. */
  private static final SyntheticPool LATER = new SyntheticPool("belt", 80, SEED);

  private static final int RECORDS_PER_CANDIDATE = 2;

  /** What every version selects in the third round. */
  private static final String THIRD_SELECTION =
      "d350b84a5743db27d61a833e730bb5bf4890da79b21541b6098864a9051f0f36";

  private static final SyntheticPool TRAFFIC = new SyntheticPool("lane", 2_000, SEED);
  private static final int TRAFFIC_ROUNDS = 3;

  @TempDir private Path directory;

  @Test
  void shouldGoOnWithTheStateOfAnOldVersion() throws Exception {
    ZippedDirectory.unpack(OLD_VERSION, directory);

    goOn(0);
  }

  @Test
  void shouldGoOnFromTheTopicsOfAnOldVersionWhenItsStateIsLost() throws Exception {
    ZippedDirectory.unpack(OLD_VERSION, directory);
    delete(SingleNode.stateDirectory(directory));

    goOn(1);
  }

  @Test
  void shouldLeaveBehindWhatALaterVersionCanGoOnWith() throws Exception {
    try (SingleNode node = SingleNode.start(directory)) {
      TopicCatalog topics = node.topics();
      new TopicAdmin(node.clients().admin()).create(topics, PARTITIONS, (short) 1);
      PoolDriver pool = new PoolDriver(node.clients(), topics, POOL, BUDGET);
      try (StreamsRunner streams = node.startStreams();
          TopicTail<RoundClosed> rounds = node.clients().tail(topics.rounds())) {
        pool.fill();
        awaitFolded(node);
        pool.request(1);
        pool.request(2);
        rounds.awaitCount(2);
        assertThat(streams.healthy()).isTrue();
      }
    }
    Path zip = Path.of("target", "upgrade.zip");
    ZippedDirectory.pack(directory, zip);
    assertThat(zip).satisfies(file -> assertThat(Files.size(file)).isLessThan(1 << 20));

    goOn(0);
  }

  /**
   * Mends the topics, starts the present version, adds candidates, closes a round and audits
   * everything.
   *
   * @param leastRestored records of changelogs that have to be read
   */
  private void goOn(long leastRestored) throws Exception {
    try (SingleNode node = SingleNode.start(directory);
        TopicTail<RoundClosed> rounds = node.clients().tail(node.topics().rounds())) {
      List<RoundClosed> before = rounds.valuesToEnd();
      // what docs/operations.md says about a new version: topics of old ones may lack settings
      node.run("topics", "create", "--partitions", String.valueOf(PARTITIONS));
      try (StreamsRunner streams = node.startStreams()) {
        List<ProducerRecord<byte[], byte[]>> records = LATER.records(node.topics());
        node.clients()
            .sendAll(records.subList(POOL.size() * RECORDS_PER_CANDIDATE, records.size()));
        awaitFolded(node);
        PoolDriver pool = new PoolDriver(node.clients(), node.topics(), POOL, BUDGET);
        pool.request(3);

        List<RoundClosed> after = rounds.awaitCount(3);
        pool.assertExact(3);
        assertThat(after.subList(0, 2)).isEqualTo(before);
        assertThat(after.get(2).getSelectionDigest()).isEqualTo(THIRD_SELECTION);
        assertThat(streams.restoredRecords()).isGreaterThanOrEqualTo(leastRestored);
      }
      node.run("audit", "verify");
    }
  }

  @Test
  void shouldCloseEveryRoundOnceWhileInstancesAreReplacedOneAfterTheOther() throws Exception {
    try (SingleNode node = SingleNode.start(directory)) {
      TopicCatalog topics = node.topics();
      new TopicAdmin(node.clients().admin()).create(topics, PARTITIONS, (short) 1);
      PoolDriver pool = new PoolDriver(node.clients(), topics, TRAFFIC, BUDGET);
      replaceAllDuringRounds(node, pool);
      pool.assertExact(TRAFFIC_ROUNDS);
      node.run("audit", "verify");
    }
  }

  private void replaceAllDuringRounds(SingleNode node, PoolDriver pool) throws Exception {
    Map<String, Object> settings = node.streamsSettings();
    settings.put("kafka.consumer.heartbeat.interval.ms", 500); // how soon one hears of a rebalance
    StreamsGroup group = new StreamsGroup(node.clients().admin(), SingleNode.APPLICATION);
    List<ProducerRecord<byte[], byte[]>> records = TRAFFIC.records(node.topics());
    int slice = records.size() / TRAFFIC_ROUNDS;
    List<StreamsInstance> instances = new ArrayList<>();
    try (TopicTail<RoundClosed> rounds = node.clients().tail(node.topics().rounds())) {
      instances.add(StreamsInstance.start("left", directory, settings));
      instances.add(StreamsInstance.start("right", directory, settings));
      node.clients()
          .publish(node.topics().policies(), TRAFFIC.pool(), SyntheticPool.policy(BUDGET));
      for (int round = 1; round <= TRAFFIC_ROUNDS; round++) {
        group.awaitAllWork(instances);
        node.clients().sendAll(records.subList((round - 1) * slice, round * slice));
        pool.request(round);
        // in the middle of the round and of the records, left and right in turn
        StreamsInstance old = instances.remove(0);
        old.stop();
        instances.add(StreamsInstance.start(old.name(), directory, settings));
        rounds.awaitCount(round);
      }
    } finally {
      instances.forEach(StreamsInstance::close);
    }
  }

  private static void awaitFolded(SingleNode node) {
    FoldedInput.await(node.clients().admin(), SingleNode.APPLICATION, node.topics(), PARTITIONS);
  }

  private static void delete(Path tree) throws Exception {
    try (Stream<Path> walk = Files.walk(tree)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
