package io.winnow.selection.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.selection.uncertainty.PredictionIntake.Corrections;
import io.winnow.selection.uncertainty.PredictionIntake.RawBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionIntakeTest {

  private static final List<String> TWO = List.of("cat", "dog");
  private static final double[] NONE = {};

  private final PredictionIntake intake = new PredictionIntake();

  private static List<String> classes(int size) {
    return IntStream.range(0, size).mapToObj(i -> "c" + i).toList();
  }

  /** A distribution as soft-max gives it, rounded to three digits as a JSON writer does. */
  private static double[] rounded(Random random, int size) {
    double[] exact = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      exact[i] = Math.exp(3 * random.nextGaussian());
      sum += exact[i];
    }
    double[] rounded = new double[size];
    for (int i = 0; i < size; i++) {
      rounded[i] = Math.round(1000 * exact[i] / sum) / 1000.0;
    }
    return rounded;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 20, 50, 100})
  void shouldTakeWhatRoundingToThreeDigitsMakes(int size) {
    Random random = new Random(17);
    for (int run = 0; run < 1_000; run++) {
      double[] raw = rounded(random, size);

      Classification taken = intake.classification(classes(size), raw);

      double sum = Arrays.stream(taken.probabilities()).sum();
      assertThat(sum).isCloseTo(1, within(ClassDistribution.SUM_TOLERANCE + 1e-9));
    }
  }

  @Test
  void shouldTakeTheLargestRoundingErrorOfEitherSign() {
    assertThat(intake.classification(TWO, new double[] {0.499, 0.5}).classes()).isEqualTo(TWO);
    double[] ten = new double[10];
    for (double each : new double[] {0.0995, 0.1005}) {
      Arrays.fill(ten, each);
      assertThat(intake.classification(classes(10), ten).classes()).hasSize(10);
    }
    assertThat(intake.corrections()).isEqualTo(new Corrections(0, 3, 0));
  }

  @Test
  void shouldDivideBySumWhenTenRoundedClassesSumToMoreThanOne() {
    double[] raw = new double[10];
    Arrays.fill(raw, 0.1004);

    double[] taken = intake.classification(classes(10), raw).probabilities();

    double sum = 0;
    for (double p : raw) {
      sum += p;
    }
    assertThat(taken).containsOnly(0.1004 / sum);
    assertThat(intake.corrections()).isEqualTo(new Corrections(0, 1, 0));
  }

  /** What is kept is read and sent as a prediction that nothing corrects again. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void shouldComeToTheSameBitsWhenTheSameIsTakenAgain(int size) {
    Random random = new Random(3);
    for (int run = 0; run < 200; run++) {
      double[] raw = rounded(random, size);
      double[] once = intake.classification(classes(size), raw).probabilities();

      assertThat(new PredictionIntake().classification(classes(size), raw).probabilities())
          .isEqualTo(once);
      assertThat(new PredictionIntake().classification(classes(size), once).probabilities())
          .isEqualTo(once);
      assertThat(new Classification(classes(size), once).probabilities()).isEqualTo(once);
    }
  }

  @Test
  void shouldTakeSumsWithinTheFormerToleranceAsTheyAre() {
    double[] raw = {0.5, 0.4991};

    assertThat(intake.classification(TWO, raw).probabilities()).isEqualTo(raw);
    assertThat(intake.corrections()).isEqualTo(Corrections.NONE);
  }

  @Test
  void shouldClipNoiseAndLeaveTheCallersArray() {
    double[] raw = {1 + 1e-9, -1e-9};

    assertThat(intake.classification(TWO, raw).probabilities()).containsExactly(1 + 1e-9, 0.0);
    assertThat(intake.corrections()).isEqualTo(new Corrections(1, 0, 0));
    assertThat(raw[1]).isEqualTo(-1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "1.00001, -0.00001, probability 1 is -1.0E-5",
    "2.5, -1.5, probability 1 is -1.5",
    "0.6, 0.402, 'probabilities sum to 1.002, not to 1 within 0.001'",
    "NaN, 0.5, probability 0 is NaN",
    "Infinity, 0.5, probability 0 is Infinity",
  })
  void shouldRefuseWhatIsNoRounding(double first, double second, String reason) {
    assertThatThrownBy(() -> intake.classification(TWO, new double[] {first, second}))
        .isInstanceOf(InvalidPredictionException.class)
        .hasMessage(reason);
  }

  @Test
  void shouldNotTakeAnySumFromManyClasses() {
    double[] raw = new double[1_000];
    Arrays.fill(raw, 1.06 / 1_000);

    assertThatThrownBy(() -> intake.classification(classes(1_000), raw))
        .hasMessageContaining("not to 1 within 0.05");
  }

  private static RawBox scored(double x, Double score, String label) {
    return new RawBox(x, 0.1, 0.2, 0.2, NONE, score, label);
  }

  @Test
  void shouldTakeBoxesWithOneScoreEach() {
    Detections taken =
        intake.detections(TWO, List.of(scored(0.1, 0.9, "cat"), scored(0.2, 0.5, "dog")));

    assertThat(taken.boxes()).extracting(DetectedBox::scoredClass).containsExactly(0, 1);
    assertThat(taken.boxes().get(0).probabilities()).containsExactly(0.9, 1 - 0.9);
    assertThat(PredictedClass.of(taken)).contains("cat");
    Scoring scoring = Scoring.of(Measure.LEAST_CONFIDENCE);
    assertThat(scoring.of(List.of(new Said(null, taken))).getAsDouble()).isEqualTo((1 - 0.9) + 0.5);
  }

  /** A box that is surely nothing does not speak for its rest. */
  @Test
  void shouldNameTheClassOfTheLargestScore() {
    Detections taken =
        intake.detections(TWO, List.of(scored(0.1, 0.02, "cat"), scored(0.2, 0.4, "dog")));

    assertThat(PredictedClass.of(taken)).contains("dog");
  }

  @Test
  void shouldTakeADetectorOfOneClass() {
    RawBox probability = new RawBox(0, 0, 1, 1, new double[] {0.75}, null, null);

    Detections taken =
        intake.detections(List.of("face"), List.of(probability, scored(0.1, 0.25, null)));

    assertThat(taken.boxes()).extracting(DetectedBox::score).containsExactly(0.75, 0.25);
    assertThat(intake.detections(List.of("face"), List.of()).boxes()).isEmpty();
  }

  static List<RawBox> badBoxes() {
    double[] two = {0.5, 0.5};
    return List.of(
        new RawBox(20, 30, 100, 80, two, null, null),
        new RawBox(0.5, 0, 0.6, 0.1, two, null, null),
        new RawBox(Double.NaN, 0, 0.6, 0.1, two, null, null),
        new RawBox(0, 0, 0, 0.1, two, null, null),
        new RawBox(0, 0, 0.1, 0.1, new double[] {3, -2}, null, null),
        new RawBox(0, 0, 0.1, 0.1, new double[] {0.2, 0.3, 0.5}, null, null),
        new RawBox(0, 0, 0.1, 0.1, NONE, null, null),
        new RawBox(0, 0, 0.1, 0.1, two, 0.5, "cat"),
        scored(0, 1.5, "cat"),
        scored(0, Double.NaN, "cat"),
        scored(0, 0.5, "bird"),
        scored(0, 0.5, null));
  }

  @ParameterizedTest
  @MethodSource("badBoxes")
  void shouldDropAndCountABadBoxAmongGoodOnes(RawBox bad) {
    RawBox good = new RawBox(0.1, 0.1, 0.2, 0.2, new double[] {0.6, 0.4}, null, null);
    List<RawBox> boxes = new ArrayList<>(Collections.nCopies(299, good));
    boxes.add(150, bad);

    Detections taken = intake.detections(TWO, boxes);

    assertThat(taken.boxes())
        .hasSize(299)
        .containsOnly(new DetectedBox(0.1, 0.1, 0.2, 0.2, new double[] {0.6, 0.4}));
    assertThat(intake.corrections()).isEqualTo(new Corrections(0, 0, 1));
  }

  /** Pixel coordinates must not make every image one in which nothing was found. */
  @ParameterizedTest
  @MethodSource("badBoxes")
  void shouldRefuseADetectionOfWhichNothingIsLeft(RawBox bad) {
    assertThatThrownBy(() -> intake.detections(TWO, List.of(bad, bad)))
        .isInstanceOf(InvalidPredictionException.class)
        .hasMessageStartingWith("none of 2 boxes is valid, the first: ");
  }

  @Test
  void shouldClipNoiseOfBoxes() {
    RawBox box = new RawBox(-1e-8, 0, 0.5, 0.5, NONE, 1 + 1e-8, "cat");

    DetectedBox taken = intake.detections(TWO, List.of(box)).boxes().get(0);

    assertThat(taken.x()).isZero();
    assertThat(taken.score()).isEqualTo(1.0);
    assertThat(intake.corrections()).isEqualTo(new Corrections(2, 0, 0));
  }

  @Test
  void shouldNeedTwoClassesForADistribution() {
    double[] two = {0.5, 0.5};
    assertThatThrownBy(
            () -> new Detections(List.of("face"), List.of(new DetectedBox(0, 0, 1, 1, two))))
        .hasMessageStartingWith("only one class, 'face'");
    assertThatThrownBy(() -> new Detections(TWO, List.of(DetectedBox.scored(0, 0, 1, 1, 2, 0.5))))
        .hasMessage("box 0 has a score of class 2, there are 2");
  }
}
