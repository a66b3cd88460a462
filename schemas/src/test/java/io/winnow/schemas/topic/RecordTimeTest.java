package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_700_000_000, 1_700_000_000_000L, 4_102_444_799_999L})
  void shouldTakeTimesOfThisCentury(long timestamp) {
    assertThat(RecordTime.valid(timestamp)).isTrue();
    assertThat(RecordTime.problem(timestamp)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {Long.MIN_VALUE, -2, -1, 4_102_444_800_000L, 1_700_000_000_000_000L, Long.MAX_VALUE})
  void shouldNameTheTimeAndTheRangeWhenItIsOutside(long timestamp) {
    assertThat(RecordTime.valid(timestamp)).isFalse();
    assertThat(RecordTime.problem(timestamp).orElseThrow())
        .contains("timestamp " + timestamp + " ", "4102444799999");
  }

  @Test
  void shouldEndWithTheCentury() {
    assertThat(Instant.ofEpochMilli(RecordTime.END - 1)).hasToString("2099-12-31T23:59:59.999Z");
  }
}
