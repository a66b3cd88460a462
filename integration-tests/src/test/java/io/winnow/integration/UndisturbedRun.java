package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.RoundClosed;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.util.List;
import java.util.Map;

/** What rounds come to when one instance closes them, alone and undisturbed. */
final class UndisturbedRun {

  private UndisturbedRun() {}

  /**
   * Publishes the pool, then closes its rounds.
   *
   * @param settings of the instance
   * @param partitions of every topic
   */
  static List<RoundClosed> of(
      PoolDriver pool, Map<String, Object> settings, int partitions, int rounds) throws Exception {
    StreamsAppConfig config = new StreamsAppConfig(settings);
    try (StreamsRunner runner = StreamsRunner.start(config, "test");
        TopicTail<RoundClosed> closed = pool.clients().tail(pool.topics().rounds())) {
      pool.fill();
      FoldedInput.await(
          pool.clients().admin(),
          config.getString(StreamsAppConfig.APPLICATION_ID),
          pool.topics(),
          partitions);
      for (int round = 1; round <= rounds; round++) {
        pool.request(round);
      }
      List<RoundClosed> manifests = closed.awaitCount(rounds);
      assertThat(runner.healthy()).isTrue();
      return manifests;
    }
  }
}
