package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DuplicateCosineTest {

  @Test
  void shouldLieInTheMiddleOfTheGapWhereOneSeparatesAll() {
    assertThat(
            DuplicateCosine.separating(
                new double[] {0.9, 0.75, 1}, new double[] {0.25, 0.5, -0.25}))
        .isEqualTo(new DuplicateCosine(0.625, 0, 0, 3));
  }

  @Test
  void shouldTellHowOftenItIsWrongWhereTheyOverlap() {
    DuplicateCosine found =
        DuplicateCosine.separating(
            new double[] {0.3, 0.8, 0.85, 0.9}, new double[] {0.1, 0.2, 0.4, 0.95});

    assertThat(found.threshold()).isCloseTo(0.6, Offset.offset(1e-12));
    assertThat(found.missed()).isEqualTo(0.25);
    assertThat(found.mistaken()).isEqualTo(0.25);
  }

  @Test
  void shouldAdmitThatNothingTellsEqualCosinesApart() {
    assertThat(DuplicateCosine.separating(new double[] {0.5, 0.5}, new double[] {0.5, 0.5}))
        .isEqualTo(new DuplicateCosine(0.5, 0, 1, 2));
  }

  @RepeatedTest(50)
  void shouldErrNoMoreThanAnyOtherThreshold(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] toCopies = random.ints(8, -16, 17).mapToDouble(i -> i / 16.0).toArray();
    double[] toNearest = random.ints(8, -16, 17).mapToDouble(i -> i / 16.0).toArray();
    DuplicateCosine found = DuplicateCosine.separating(toCopies, toNearest);

    double errors = errors(toCopies, toNearest, found.threshold());
    assertThat(found.missed() + found.mistaken()).isEqualTo(errors);
    for (int other = -17; other <= 17; other++) {
      assertThat(errors).isLessThanOrEqualTo(errors(toCopies, toNearest, other / 16.0));
    }
  }

  @Test
  void shouldBePlausibleWhenMeasuredOnEnoughImagesAndAboveThatOfStrangers() {
    assertThat(new DuplicateCosine(0.8, 0.1, 0.1, 50).ifPlausible()).contains(0.8);
    assertThat(new DuplicateCosine(0.8, 0, 0, 49).ifPlausible()).isEmpty();
    assertThat(new DuplicateCosine(-0.602, 0.1, 0.1, 500).ifPlausible()).isEmpty();
    assertThat(new DuplicateCosine(Double.NaN, 0, 0, 500).ifPlausible()).isEmpty();
  }

  private static double errors(double[] copies, double[] nearest, double threshold) {
    return share(copies, threshold, true) + share(nearest, threshold, false);
  }

  private static double share(double[] values, double threshold, boolean below) {
    int count = 0;
    for (double value : values) {
      count += value < threshold == below ? 1 : 0;
    }
    return (double) count / values.length;
  }
}
