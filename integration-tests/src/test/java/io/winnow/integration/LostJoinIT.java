package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that loses a member's request to join its group, and says nothing. */
class LostJoinIT {

  private static final String REGISTRY_URL = "mock://lost-join";
  private static final int PARTITIONS = 2;

  /** Kafka's consumer alone would wait for {@code max.poll.interval.ms} and 5 s: 305 s. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path state;

  @Test
  void shouldJoinAgainLongBeforeTheRequestTimesOut() throws Exception {
    try (DeafConnection network = new DeafConnection(DeafConnection.JOIN_GROUP);
        TestCluster kafka =
            TestCluster.start(
                Map.of("advertised.listeners", "EXTERNAL://localhost:" + network.port()))) {
      network.forwardTo(URI.create("kafka://" + kafka.bootstrapServers()).getPort());
      kafka.createTopics("lost.", REGISTRY_URL, PARTITIONS);
      Map<String, Object> settings =
          new HashMap<>(kafka.streamsSettings("lost.", REGISTRY_URL, state.toString()));
      settings.put(StreamsAppConfig.THREADS, 1);
      network.lose(1);

      try (StreamsRunner runner = StreamsRunner.start(new StreamsAppConfig(settings), "test")) {
        assertThat(runner.awaitRunning(LIMIT)).isTrue();
      }
      assertThat(network.lost()).isEqualTo(1);
    }
  }
}
