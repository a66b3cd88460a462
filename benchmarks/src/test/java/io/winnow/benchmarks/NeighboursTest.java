package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  /** Unit vectors at 0, 10, 20, 90 and 100 degrees. */
  private final Neighbours circle =
      new Neighbours(new float[][] {at(0), at(10), at(20), at(90), at(100)});

  @Test
  void shouldFindTheVectorsOfLargestCosineButNotTheQueryWhenSearching() {
    assertThat(circle.nearest(0, 2)).containsExactlyInAnyOrder(1, 2);
    assertThat(circle.nearest(3, 2)).containsExactlyInAnyOrder(4, 2);
  }

  @Test
  void shouldCountNeighboursOfTheQuerysClassWhenMeasuringPrecision() {
    int[] classes = {1, 1, 2, 2, 2};

    assertThat(circle.precision(classes, 1, 2)).isEqualTo(0.5);
    assertThat(circle.precision(classes, 5, 2)).isEqualTo(0.6, Offset.offset(1e-12));
  }

  @Test
  void shouldSayWhatIsAskedForWhenThereAreTooFewVectors() {
    assertThatThrownBy(() -> circle.precision(new int[5], 5, 5))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("cannot look for 5 neighbours of 5 queries among 5 vectors");
  }

  private static float[] at(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
