package io.winnow.integration;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two instances has a clock that is an hour wrong; each of them is lost once. */
class WrongClockIT {

  private static final int PARTITIONS = 2;
  private static final int BUDGET = 20;
  private static final int ROUNDS = 4;
  private static final SyntheticPool POOL =
      new SyntheticPool("clocks", ROUNDS * BUDGET * 3, 20_261_201);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void shouldCloseEveryRoundOnceWhenAClockIsWrong(Duration ahead) throws Exception {
    Map<String, String> wrong = WrongClock.by(ahead);
    String prefix = "clocks.";
    try (TestCluster kafka = TestCluster.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0)) {
      TopicCatalog topics = kafka.createTopics(prefix, registry.url(), PARTITIONS);
      PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, BUDGET);
      Map<String, Object> settings = kafka.streamsSettings(prefix, registry.url(), "");
      StreamsInstance right = StreamsInstance.start("right", directory, settings);
      StreamsInstance off = StreamsInstance.start("off", directory, settings, wrong);
      try (TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds())) {
        pool.fill();
        FoldedInput.await(kafka.clients().admin(), prefix + "streams", topics, PARTITIONS);
        pool.request(1);
        rounds.awaitCount(1);
        off.kill();
        pool.request(2);
        rounds.awaitCount(2);
        off = StreamsInstance.start("off", directory, settings, wrong);
        pool.request(3);
        rounds.awaitCount(3);
        right.kill();
        pool.request(4);
        rounds.awaitCount(ROUNDS);
      } finally {
        right.close();
        off.close();
      }
      pool.assertExact(ROUNDS);
      Command.run(
          "audit",
          "verify",
          "--pool",
          POOL.pool(),
          "--prefix",
          prefix,
          "--bootstrap-servers",
          kafka.bootstrapServers(),
          "--registry",
          registry.url());
    }
  }
}
