package io.winnow.selection.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Equations 13 to 15 of the paper, and what Winnow adds to them. */
class BoxesTest {
  private static final List<String> CLASSES = List.of("cat", "dog");
  private static final Detections TWO = detections(.9, .6);
  private static final Detections NONE = detections();

  @Test
  void shouldCombineBoxes() {
    assertThat(of(Measure.LEAST_CONFIDENCE, BoxAggregation.SUM, TWO)).isCloseTo(.5, within(1e-12));
    assertThat(of(Measure.LEAST_CONFIDENCE, BoxAggregation.MEAN, TWO))
        .isCloseTo(.25, within(1e-12));
    assertThat(of(Measure.LEAST_CONFIDENCE, BoxAggregation.MAX, TWO)).isCloseTo(.4, within(1e-12));
    assertThat(of(Measure.MARGIN, BoxAggregation.SUM, TWO)).isCloseTo(.2 + .8, within(1e-12));
    assertThat(of(Measure.ENTROPY, BoxAggregation.SUM, TWO))
        .isCloseTo(entropy(.9) + entropy(.6), within(1e-12));
  }

  @Test
  void shouldRankByAscendingSumOfMarginsWhenThePaperIsTakenAtItsWord() {
    assertThat(of(Measure.PAPER_LITERAL_MARGIN, BoxAggregation.SUM, TWO))
        .isCloseTo(-(.8 + .2), within(1e-12));
    // another sure box makes the image less uncertain, where the redesigned margin adds to it
    assertThat(of(Measure.PAPER_LITERAL_MARGIN, BoxAggregation.SUM, detections(.9, .6, .9)))
        .isLessThan(of(Measure.PAPER_LITERAL_MARGIN, BoxAggregation.SUM, TWO));
  }

  @Test
  void shouldSkipEmptyImagesOrRankThemFirst() {
    assertThat(scored(EmptyDetections.SKIP, NONE)).isEmpty();
    assertThat(scored(EmptyDetections.MOST_UNCERTAIN, NONE)).hasValue(Scoring.EMPTY_IMAGE);
    assertThat(scored(EmptyDetections.MOST_UNCERTAIN, TWO).orElseThrow())
        .isLessThan(Scoring.EMPTY_IMAGE);
  }

  private static OptionalDouble scored(EmptyDetections empty, Detections detections) {
    return new Scoring(Measure.ENTROPY, BoxAggregation.SUM, empty, null)
        .of(List.of(new Said(null, detections)));
  }

  private static double of(Measure measure, BoxAggregation boxes, Detections detections) {
    return new Scoring(measure, boxes, EmptyDetections.SKIP, null)
        .of(List.of(new Said(null, detections)))
        .orElseThrow();
  }

  private static double entropy(double p) {
    return -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  }

  private static Detections detections(double... cats) {
    return new Detections(
        CLASSES,
        Arrays.stream(cats)
            .mapToObj(p -> new DetectedBox(0, 0, .5, .5, new double[] {p, 1 - p}))
            .toList());
  }
}
