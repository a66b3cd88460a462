package io.winnow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"0s,0", "500ms,500", "30s,30000", "10m,600000", "1h,3600000", "7d,604800000"})
  void shouldReadAndWriteTheSameText(String text, long millis) {
    assertThat(Durations.parse(text).toMillis()).isEqualTo(millis);
    assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void shouldNameTheTextWhenItIsNoLengthOfTime() {
    assertThatThrownBy(() -> Durations.parse("1w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'1w' is no length of time");
  }
}
