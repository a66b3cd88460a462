package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void shouldTakeTheMiddleOneWhenTheirNumberIsOdd() {
    Samples samples = new Samples(List.of(9.0, 1.0, 4.0));

    assertThat(samples.median()).isEqualTo(4.0);
    assertThat(samples.min()).isEqualTo(1.0);
    assertThat(samples.max()).isEqualTo(9.0);
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoWhenTheirNumberIsEven() {
    assertThat(new Samples(List.of(8.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3.0);
  }

  @Test
  void shouldRefuseWhenThereAreNone() {
    assertThatThrownBy(() -> new Samples(List.of())).hasMessageContaining("no samples");
  }
}
