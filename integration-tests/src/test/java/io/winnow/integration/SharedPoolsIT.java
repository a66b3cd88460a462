package io.winnow.integration;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pools on several instances. */
class SharedPoolsIT {

  private static final int PARTITIONS = 3;
  private static final int CANDIDATES = 400;
  private static final int BUDGET = 50;
  private static final int ROUNDS = 2;
  private static final long SEED = 7;
  private static final String PREFIX = "shared.";
  private static final String REGISTRY_URL = "mock://shared-pools";

  @TempDir private Path directory;

  @Test
  void shouldRunRoundsOfSeveralPoolsSideBySideWhenInstancesShareThem() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TopicCatalog topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
      List<PoolDriver> pools =
          Stream.of("east", "west", "north")
              .map(name -> new SyntheticPool(name, CANDIDATES, SEED))
              .map(pool -> new PoolDriver(kafka.clients(), topics, pool, BUDGET))
              .toList();
      try (StreamsRunner one = start(kafka, "one");
          StreamsRunner other = start(kafka, "other");
          TopicTail<RoundClosed> closed = kafka.clients().tail(topics.rounds())) {
        for (PoolDriver pool : pools) {
          pool.fill();
        }
        FoldedInput.await(kafka.clients().admin(), PREFIX + "streams", topics, PARTITIONS);
        Awaitility.await("both instances have tasks")
            .atMost(TopicTail.PATIENCE)
            .until(() -> activeTasks(one) > 0 && activeTasks(other) > 0);

        for (int round = 1; round <= ROUNDS; round++) {
          for (PoolDriver pool : pools) {
            pool.request(round);
          }
        }

        closed.awaitCount(ROUNDS * pools.size());
        for (PoolDriver pool : pools) {
          pool.assertExact(ROUNDS);
        }
      }
    }
  }

  private StreamsRunner start(TestCluster kafka, String name) {
    return StreamsRunner.start(
        new StreamsAppConfig(
            kafka.streamsSettings(PREFIX, REGISTRY_URL, directory.resolve(name).toString())),
        "test");
  }

  private static long activeTasks(StreamsRunner runner) {
    return runner.streams().metadataForLocalThreads().stream()
        .mapToLong(thread -> thread.activeTasks().size())
        .sum();
  }
}
