package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeDistanceTest {

  @Test
  void shouldTellTheLargestDistanceOfAnyPicture() {
    float[] expected = {3, 4, 6, 8};
    float[] actual = {3, 4.5f, 6, 6};

    assertThat(RelativeDistance.largest(actual, expected, 2)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void shouldRefuseMapsThatCannotBeCompared() {
    assertThatThrownBy(() -> RelativeDistance.largest(new float[3], new float[4], 2))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("maps of 2 pictures have 3 and 4 values");
    assertThatThrownBy(
            () -> RelativeDistance.largest(new float[] {1, Float.NaN}, new float[] {1, 1}, 2))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("the maps of picture 1 cannot be compared");
  }
}
