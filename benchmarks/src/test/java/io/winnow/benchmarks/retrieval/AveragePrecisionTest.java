package io.winnow.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AveragePrecisionTest {

  /** Cosines to the first vector fall from item to item. */
  private static final float[][] FAN = {unit(0), unit(10), unit(20), unit(30), unit(140)};

  @Test
  void shouldAverageThePrecisionAtEachAnswer() {
    // the answers of query 0 stand at places 1 and 3
    assertThat(AveragePrecision.mean(FAN, 1, (query, item) -> item == 1 || item == 3))
        .isCloseTo((1.0 + 2.0 / 3) / 2, within(1e-12));
  }

  @Test
  void shouldRankNegativeCosinesLast() {
    assertThat(AveragePrecision.mean(FAN, 1, (query, item) -> item == 4))
        .isCloseTo(1.0 / 4, within(1e-12));
  }

  @Test
  void shouldLeaveOutQueriesWithoutAnswers() {
    assertThat(AveragePrecision.mean(FAN, 2, (query, item) -> query == 0 && item == 1))
        .isEqualTo(1);
    assertThat(AveragePrecision.mean(FAN, 2, (query, item) -> false)).isNaN();
  }

  private static float[] unit(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
