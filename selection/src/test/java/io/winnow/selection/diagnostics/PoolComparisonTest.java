package io.winnow.selection.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PoolComparisonTest {

  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};

  @Test
  void shouldCountTheShareOfTheSampleThatEitherCovers() {
    PoolComparison comparison =
        PoolComparison.of(
            List.of(EAST, EAST, EAST, NORTH), List.of(EAST), List.of(EAST, NORTH), 0.9);

    assertThat(comparison.sample()).isEqualTo(4);
    assertThat(comparison.coverageBefore()).hasValue(0.75);
    assertThat(comparison.coverageAfter()).hasValue(1);
  }

  @Test
  void shouldDivergeByTheClustersThatASelectionLeavesOut() {
    PoolComparison comparison =
        PoolComparison.of(List.of(EAST, NORTH), List.of(EAST), List.of(NORTH, EAST), 0.9);

    // two clusters of one half each; the selection has one of them, mixed with one percent
    double missing = 0.5 * Math.log(0.5 / 0.005) + 0.5 * Math.log(0.5 / 0.995);
    assertThat(comparison.divergenceBefore().getAsDouble())
        .isEqualTo(missing, Offset.offset(1e-12));
    assertThat(comparison.divergenceAfter().getAsDouble()).isZero();
  }

  @Test
  void shouldSayNothingWithoutASampleAndNoDivergenceWithoutASelection() {
    assertThat(PoolComparison.of(List.of(), List.of(EAST), List.of(EAST), 0.9))
        .isEqualTo(PoolComparison.NONE);
    PoolComparison nothing = PoolComparison.of(List.of(EAST), List.of(), List.of(), 0.9);
    assertThat(nothing.coverageAfter()).hasValue(0);
    assertThat(nothing.divergenceAfter()).isEmpty();
  }

  @Test
  void shouldSpreadTheHashesOfIdsThatLookAlike() {
    int small =
        (int)
            IntStream.range(0, 10_000)
                .mapToLong(i -> PoolSample.hash("camera-%05d.jpg".formatted(i)))
                .filter(hash -> hash < 0)
                .count();

    assertThat(small).isBetween(4_800, 5_200);
    assertThat(
            IntStream.range(0, 10_000).mapToLong(i -> PoolSample.hash("i" + i)).distinct().count())
        .isEqualTo(10_000);
  }
}
