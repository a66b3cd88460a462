package io.winnow.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.deadletter.DeadLetters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record in a wrong partition that is larger than what its topic takes from us. */
class LargeMovedRecordTest {

  @Test
  void shouldNotMoveARecordThatItsTopicWouldRefuse() {
    try (TopologyFixture several = new TopologyFixture(4)) {
      byte[] value = new byte[2 << 20];
      List.of("a", "b", "c", "d", "e", "f")
          .forEach(image -> several.publishRaw("winnow.labels", image.getBytes(UTF_8), value));

      assertThat(several.counted("misplaced", "winnow.labels")).isZero();
      assertThat(several.counted("rejected", "winnow.labels")).isEqualTo(6);
      assertThat(several.deadLetters())
          .extracting(letter -> TopologyFixture.header(letter, DeadLetters.REASON))
          .anyMatch(reason -> reason.matches(".*too large to be moved: 20972\\d\\d bytes, .*"));
    }
  }
}
