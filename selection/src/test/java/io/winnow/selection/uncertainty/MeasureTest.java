package io.winnow.selection.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasureTest {
  private static final List<String> CATS_AND_DOGS = List.of("cat", "dog");

  @Property
  void shouldAgreeWithNaiveFormulas(@ForAll("distributions") double[] probabilities) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double largest = sorted[sorted.length - 1];
    double second = sorted[sorted.length - 2];
    double entropy = Arrays.stream(probabilities).map(p -> p == 0.0 ? 0.0 : -p * Math.log(p)).sum();
    Classification prediction = classification(probabilities);

    assertThat(value(Measure.LEAST_CONFIDENCE, prediction)).isCloseTo(1 - largest, within(1e-12));
    assertThat(value(Measure.MARGIN, prediction)).isCloseTo(1 - (largest - second), within(1e-12));
    assertThat(value(Measure.ENTROPY, prediction)).isCloseTo(entropy, within(1e-9));
  }

  @Property
  void shouldSumOverBoxesInOrderWhenObjectsWereDetected(
      @ForAll("distributions") double[] one, @ForAll("distributions") double[] other) {
    int classes = Math.max(one.length, other.length);
    double[] first = Arrays.copyOf(one, classes);
    double[] second = Arrays.copyOf(other, classes);
    Detections detections =
        new Detections(
            names(classes),
            List.of(
                new DetectedBox(0, 0, 0.5, 0.5, first), new DetectedBox(0.5, 0, 0.5, 1, second)));
    for (Measure measure : List.of(Measure.LEAST_CONFIDENCE, Measure.MARGIN, Measure.ENTROPY)) {
      assertThat(value(measure, detections))
          .isEqualTo(
              value(measure, classification(first)) + value(measure, classification(second)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Measure.class,
      names = {"LEAST_CONFIDENCE", "MARGIN", "ENTROPY"})
  void shouldRankTheUnsurePredictionHigherWhenModelIsLessSure(Measure measure) {
    double sure = value(measure, new Classification(CATS_AND_DOGS, new double[] {0.95, 0.05}));
    double unsure = value(measure, new Classification(CATS_AND_DOGS, new double[] {0.55, 0.45}));

    assertThat(unsure).isGreaterThan(sure);
  }

  @ParameterizedTest
  @EnumSource(
      value = Measure.class,
      names = {"LEAST_CONFIDENCE", "MARGIN", "ENTROPY"})
  void shouldGivePositiveZeroWhenModelIsCertain(Measure measure) {
    for (double certain : new double[] {1.0, 1.0009}) {
      double value =
          value(measure, new Classification(CATS_AND_DOGS, new double[] {certain, -0.0}));
      assertThat(Double.doubleToLongBits(value)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Measure.class,
      names = {"LEAST_CONFIDENCE", "MARGIN", "PAPER_LITERAL_MARGIN", "ENTROPY", "PRECOMPUTED"})
  void shouldBeUndefinedWhenNothingWasDetected(Measure measure) {
    assertThat(of(measure, new Detections(CATS_AND_DOGS, List.of()))).isEmpty();
  }

  @Test
  void shouldTurnThePrecomputedScoreWhenLowerIsMoreUncertain() {
    assertThat(of(Measure.PRECOMPUTED, new PrecomputedUncertainty("lpm", 3.5, true))).hasValue(3.5);
    assertThat(of(Measure.PRECOMPUTED, new PrecomputedUncertainty("lpm", 3.5, false)))
        .hasValue(-3.5);
  }

  @Test
  void shouldGivePositiveZeroWhenThePrecomputedScoreIsZero() {
    for (boolean higher : new boolean[] {true, false}) {
      for (double zero : new double[] {0.0, -0.0}) {
        OptionalDouble value =
            of(Measure.PRECOMPUTED, new PrecomputedUncertainty("lpm", zero, higher));
        assertThat(Double.doubleToLongBits(value.orElseThrow())).isZero();
      }
    }
  }

  @Test
  void shouldBeUndefinedWhenPredictionAndMeasureDoNotFit() {
    assertThat(of(Measure.PRECOMPUTED, classification(new double[] {0.5, 0.5}))).isEmpty();
    assertThat(of(Measure.ENTROPY, new PrecomputedUncertainty("lpm", 1, true))).isEmpty();
  }

  @Test
  void shouldGiveTheBitsOfStrictMathWhenComputingEntropy() {
    double value = value(Measure.ENTROPY, classification(new double[] {0.7, 0.1, 0.2}));

    double expected = 0.0;
    expected -= 0.7 * StrictMath.log(0.7);
    expected -= 0.1 * StrictMath.log(0.1);
    expected -= 0.2 * StrictMath.log(0.2);
    assertThat(value).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void shouldBeFoundByItsLabel(Measure measure) {
    assertThat(Measure.named(measure.label())).isSameAs(measure);
  }

  @Test
  void shouldListTheMeasuresWhenTheNameIsUnknown() {
    assertThatThrownBy(() -> Measure.named("entropie"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown measure 'entropie', expected one of least-confidence, margin,"
                + " paper-literal-margin, entropy, vote-entropy, mean-entropy, mutual-information,"
                + " variation-ratio, precomputed");
  }

  @Provide
  Arbitrary<double[]> distributions() {
    return Arbitraries.doubles()
        .between(0, 1)
        .array(double[].class)
        .ofMinSize(2)
        .ofMaxSize(12)
        .filter(weights -> Arrays.stream(weights).sum() > 1e-3)
        .map(
            weights -> {
              double sum = Arrays.stream(weights).sum();
              return Arrays.stream(weights).map(w -> w / sum).toArray();
            });
  }

  private static Classification classification(double[] probabilities) {
    return new Classification(names(probabilities.length), probabilities);
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
  }

  private static double value(Measure measure, Prediction prediction) {
    return of(measure, prediction).orElseThrow();
  }

  private static OptionalDouble of(Measure measure, Prediction prediction) {
    return Scoring.of(measure).of(List.of(new Said(null, prediction)));
  }
}
