package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** On a clock of its own, on which asking takes a millisecond. */
class UnknownIdsTest {
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final AtomicLong now = new AtomicLong();
  private final UnknownIds ids = new UnknownIds(WAIT, now::get, now::addAndGet);
  private int asked;

  @Test
  void shouldWaitWhenTheRegistryLearnsTheIdInTime() {
    long known = Duration.ofMillis(1_500).toNanos();
    assertThat(ids.answer(7, () -> askUntil(7, known))).isEqualTo("schema");
    assertThat(asked).isBetween(3, 10);
    assertThat(now.get()).isBetween(known, WAIT.plusMillis(100).toNanos());
  }

  @Test
  void shouldGiveUpAfterTheWaitAndNotAskAgainForAWhile() {
    assertUnknown(7, "unknown schema id 7");
    assertThat(Duration.ofNanos(now.get())).isBetween(WAIT, WAIT.plusMillis(100));
    int before = asked;
    long then = now.get();
    assertUnknown(7, "unknown schema id 7");
    assertThat(asked).isEqualTo(before);
    assertThat(now.get()).isEqualTo(then);
  }

  @Test
  void shouldAskOnceMoreWithoutWaitingWhenTheAnswerIsOld() {
    assertUnknown(7, "unknown schema id 7");
    now.addAndGet(UnknownIds.REMEMBERED.toNanos());
    int before = asked;
    assertUnknown(7, "unknown schema id 7");
    assertThat(asked).isEqualTo(before + 1);
    now.addAndGet(UnknownIds.REMEMBERED.toNanos());
    assertThat(ids.answer(7, () -> "schema")).isEqualTo("schema");
  }

  @Test
  void shouldCostAKnownShareOfTimeWhenAllIdsAreMadeUp() {
    for (int id = 0; id < 100_000; id++) {
      assertUnknown(id, "unknown schema id " + id);
    }
    assertThat(asked).isEqualTo(UnknownIds.LOOK_UPS);
    assertThat(Duration.ofNanos(now.get()))
        .isLessThan(
            WAIT.multipliedBy(UnknownIds.WAITS).plusMillis(UnknownIds.LOOK_UPS).plusMillis(1));
    assertUnknown(-1, "not looked up: 1000 others were unknown in the last minute");
    now.addAndGet(UnknownIds.INTERVAL.toNanos());
    assertThat(ids.answer(-1, () -> "schema")).isEqualTo("schema");
  }

  @Test
  void shouldNotWaitWhenToldSo() {
    UnknownIds impatient = new UnknownIds(Duration.ZERO, now::get, now::addAndGet);
    assertThatThrownBy(() -> impatient.answer(7, () -> askUntil(7, Long.MAX_VALUE)))
        .isInstanceOf(UnknownSchemaIdException.class);
    assertThat(asked).isEqualTo(1);
  }

  private void assertUnknown(int id, String message) {
    assertThatThrownBy(() -> ids.answer(id, () -> askUntil(id, Long.MAX_VALUE)))
        .isInstanceOf(UnknownSchemaIdException.class)
        .hasMessageContaining(message);
  }

  private String askUntil(int id, long known) {
    asked++;
    if (now.addAndGet(Duration.ofMillis(1).toNanos()) < known) {
      throw new UnknownSchemaIdException(id, "", null);
    }
    return "schema";
  }
}
