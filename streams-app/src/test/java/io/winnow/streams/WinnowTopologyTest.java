package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.RoundCoordinator;
import io.winnow.streams.client.TopicIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WinnowTopologyTest {

  /** Names of nodes and stores are in changelogs and offsets: a change here is a migration. */
  @Test
  void shouldKeepItsShape() throws IOException {
    TopicCatalog topics = new TopicCatalog(Map.of("schema.registry.url", "mock://shape"));

    String shape =
        new WinnowTopology(
                topics,
                6,
                "test",
                Optional.empty(),
                RoundCoordinator.ANSWER_INTERVAL,
                TopicIds.UNKNOWN)
            .get()
            .describe()
            .toString();

    try (InputStream expected = getClass().getResourceAsStream("/topology.txt")) {
      assertThat(shape.strip())
          .isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
