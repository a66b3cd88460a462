package io.winnow.selection.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictionTest {
  private static final List<String> CLASSES = List.of("cat", "dog");

  @ParameterizedTest
  @MethodSource("invalid")
  void shouldSayWhyWhenThePredictionIsInvalid(ThrowingCallable construction, String reason) {
    assertThatThrownBy(construction)
        .isInstanceOf(InvalidPredictionException.class)
        .hasMessage(reason);
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        classification(CLASSES, "probability 1 is NaN", 0.5, Double.NaN),
        classification(CLASSES, "probability 0 is Infinity", Double.POSITIVE_INFINITY, 0),
        classification(CLASSES, "probability 1 is -0.25", 1.25, -0.25),
        classification(CLASSES, "probabilities sum to 0.75, not to 1 within 0.001", 0.5, 0.25),
        classification(CLASSES, "no probabilities"),
        classification(List.of(), "no classes", 0.5, 0.5),
        classification(null, "no classes", 0.5, 0.5),
        classification(
            List.of("cat"),
            "only one class, 'cat': nothing can be uncertain; add a class for the rest",
            1),
        classification(List.of("cat", "cat"), "class 'cat' appears twice", 0.5, 0.5),
        classification(
            CLASSES, "the classification has 3 probabilities for 2 classes", 0.5, 0.25, 0.25),
        box("box x is -0.1, not in [0, 1]", -0.1, 0, 0.5, 0.5),
        box("box y is NaN, not in [0, 1]", 0, Double.NaN, 0.5, 0.5),
        box("box width is 0.0, not in (0, 1]", 0, 0, 0, 0.5),
        box("box height is 1.5, not in (0, 1]", 0, 0, 0.5, 1.5),
        box("box leaves the image: x + width is 1.25", 0.75, 0, 0.5, 0.5),
        invalid("no list of boxes", () -> new Detections(CLASSES, null)),
        invalid(
            "box 1 has 3 probabilities for 2 classes",
            () ->
                new Detections(
                    CLASSES,
                    List.of(
                        new DetectedBox(0, 0, 1, 1, new double[] {1, 0}),
                        new DetectedBox(0, 0, 1, 1, new double[] {1, 0, 0})))),
        invalid("no classes", () -> new Detections(List.of(), List.of())),
        invalid(
            "precomputed uncertainty 'lpm' is NaN",
            () -> new PrecomputedUncertainty("lpm", Double.NaN, true)),
        invalid(
            "precomputed uncertainty without a name",
            () -> new PrecomputedUncertainty(" ", 1, true)));
  }

  @Test
  void shouldAcceptRoundingWhenASumIsWithinTheTolerance() {
    assertThat(new Classification(CLASSES, new double[] {0.5, 0.5009}).probabilities())
        .containsExactly(0.5, 0.5009);
    assertThat(new DetectedBox(0.5, 0, 0.5000001, 1, new double[] {1, 0}).width())
        .isEqualTo(0.5000001);
  }

  @Test
  void shouldCompareByContentWhenArraysAreDifferentObjects() {
    Classification one = new Classification(CLASSES, new double[] {0.5, 0.5});
    Classification same = new Classification(CLASSES, new double[] {0.5, 0.5});
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one).isNotEqualTo(new Classification(CLASSES, new double[] {0.25, 0.75}));

    DetectedBox box = new DetectedBox(0, 0, 1, 1, new double[] {0.5, 0.5});
    DetectedBox sameBox = new DetectedBox(0, 0, 1, 1, new double[] {0.5, 0.5});
    assertThat(box).isEqualTo(sameBox).hasSameHashCodeAs(sameBox);
    assertThat(box).isNotEqualTo(new DetectedBox(0, 0, 1, 0.5, new double[] {0.5, 0.5}));
  }

  @Test
  void shouldHaveItsOwnClassesWhenModelsTakeTurns() {
    List<String> others = List.of("car", "bus");
    for (int turn = 0; turn < 2; turn++) {
      assertThat(new Classification(CLASSES, new double[] {0.5, 0.5}).classes()).isEqualTo(CLASSES);
      assertThat(new Classification(others, new double[] {0.5, 0.5}).classes()).isEqualTo(others);
    }
  }

  @Test
  void shouldNotChangeWhenTheCallersListDoes() {
    List<String> classes = new ArrayList<>(CLASSES);
    Classification prediction = new Classification(classes, new double[] {0.5, 0.5});
    classes.set(0, "dog");

    assertThat(prediction.classes()).isEqualTo(CLASSES);
    assertThatThrownBy(() -> new Classification(classes, new double[] {0.5, 0.5}))
        .hasMessage("class 'dog' appears twice");
  }

  @Test
  void shouldNotChangeWhenTheCallersArrayDoes() {
    double[] probabilities = {0.5, 0.5};
    Classification prediction = new Classification(CLASSES, probabilities);
    probabilities[0] = 7;
    prediction.probabilities()[1] = 7;

    assertThat(prediction.probabilities()).containsExactly(0.5, 0.5);
  }

  private static Arguments classification(
      List<String> classes, String reason, double... probabilities) {
    return invalid(reason, () -> new Classification(classes, probabilities));
  }

  private static Arguments box(String reason, double x, double y, double width, double height) {
    return invalid(reason, () -> new DetectedBox(x, y, width, height, new double[] {1, 0}));
  }

  private static Arguments invalid(String reason, ThrowingCallable construction) {
    return Arguments.of(construction, reason);
  }
}
