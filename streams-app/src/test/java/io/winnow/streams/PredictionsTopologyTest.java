package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.deadletter.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Predictions as models write them: rounded, with noise, with one score per box. */
class PredictionsTopologyTest {

  private static final List<String> CLASSES = List.of("cat", "dog");

  private final TopologyFixture winnow = new TopologyFixture();

  @AfterEach
  void close() {
    winnow.close();
  }

  private void score(String imageId, Object prediction) {
    winnow.describe(imageId);
    winnow.publish(
        winnow.topics.scores(), imageId, scored(0.5, 0.5).setPrediction(prediction).build());
  }

  private static DetectedBox box(double x, double first) {
    return new DetectedBox(x, 0.1, 0.2, 0.2, List.of(first, 1 - first), null, null);
  }

  private static DetectedBox scoredBox(double score, String label) {
    return new DetectedBox(0.1, 0.1, 0.2, 0.2, List.of(), score, label);
  }

  private List<AnnotationRequested> round(String requestId) {
    winnow.request(requestId);
    assertThat(winnow.deadLetters()).isEmpty();
    return winnow.read(winnow.topics.annotationRequests());
  }

  @Test
  void shouldTakeRoundedProbabilitiesAndNoiseAndCountThem() {
    winnow.setPolicy(winnow.policy());
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "c" + i).toList();
    score("rounded", new Classification(ten, Collections.nCopies(10, 0.1002)));
    score("noise", new Classification(CLASSES, List.of(1 + 1e-9, -1e-9)));

    List<AnnotationRequested> asked = round("r1");

    assertThat(((Classification) asked.get(0).getPrediction()).getProbabilities())
        .hasSize(10)
        .containsOnly(0.1 + Math.ulp(0.1)); // 0.1002 by the sum of ten of them, in their order
    assertThat(((Classification) asked.get(1).getPrediction()).getProbabilities())
        .containsExactly(1 + 1e-9, 0.0);
    assertThat(winnow.counted("distributions-divided", "predictions")).isEqualTo(1);
    assertThat(winnow.counted("numbers-clipped", "predictions")).isEqualTo(1);
  }

  @Test
  void shouldDropTheBadBoxesOfADetectionAndCountThem() {
    winnow.setPolicy(winnow.policy());
    List<DetectedBox> boxes = new ArrayList<>(Collections.nCopies(299, box(0.1, 0.75)));
    boxes.add(7, box(1.3, 0.75));
    score("a", new Detections(CLASSES, boxes));

    AnnotationRequested asked = round("r1").get(0);

    assertThat(((Detections) asked.getPrediction()).getBoxes())
        .isEqualTo(Collections.nCopies(299, box(0.1, 0.75)));
    assertThat(asked.getUncertainty()).isEqualTo(299 * 0.25);
    assertThat(winnow.counted("boxes-dropped", "predictions")).isEqualTo(1);
  }

  @Test
  void shouldRankImagesByOneScorePerBox() {
    winnow.setPolicy(
        winnow
            .policy()
            .setLimits(
                List.of(new io.winnow.schemas.SelectionLimit("class", null, 0, Integer.valueOf(1))))
            .setMaxSr(2.0));
    score(
        "unsure", new Detections(CLASSES, List.of(scoredBox(0.5, "dog"), scoredBox(0.25, "cat"))));
    score("sure", new Detections(CLASSES, List.of(scoredBox(0.875, "cat"))));
    score("another dog", new Detections(CLASSES, List.of(scoredBox(0.75, "dog"))));

    List<AnnotationRequested> asked = round("r1");

    assertThat(asked).extracting(AnnotationRequested::getUncertainty).containsExactly(0.75, 0.125);
    assertThat(((Detections) asked.get(0).getPrediction()).getBoxes())
        .containsExactly(scoredBox(0.5, "dog"), scoredBox(0.25, "cat"));
  }

  @Test
  void shouldTakeADetectorOfASingleClass() {
    winnow.setPolicy(winnow.policy());
    DetectedBox probability = new DetectedBox(0.1, 0.1, 0.2, 0.2, List.of(0.75), null, null);
    score("a", new Detections(List.of("face"), List.of(scoredBox(0.5, null), probability)));

    AnnotationRequested asked = round("r1").get(0);

    assertThat(asked.getUncertainty()).isEqualTo(0.75);
    assertThat(((Detections) asked.getPrediction()).getBoxes())
        .containsExactly(scoredBox(0.5, null), scoredBox(0.75, null));
  }

  @Test
  void shouldRefuseADetectionInPixels() {
    winnow.setPolicy(winnow.policy());
    score("a", new Detections(CLASSES, List.of(box(20, 0.75), box(30, 0.75))));

    assertThat(winnow.deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                    .isEqualTo(
                        "none of 2 boxes is valid, the first: box x is 20.0, not in [0, 1]"));
  }

  /** Whether a label came before or after is not in the evidence. */
  @Test
  void shouldCountAScoreThatIsTooLargeAsLateWhetherTheImageIsOpenOrNot() {
    winnow.setPolicy(
        winnow.policy().setCommitteeSize(64).setCommitteeMinimum(1).setWindowAdvanceMs(60_000L));
    large("open", 9);
    winnow.label("closed");
    winnow.passTime(Duration.ofMinutes(2));
    assertThat(winnow.deadLetters()).isEmpty();

    large("open", 3);
    int refused = winnow.deadLetters().size();
    large("closed", 3);
    winnow.passTime(Duration.ofMinutes(1));

    List<RoundClosed> rounds = winnow.read(winnow.topics.rounds());
    assertThat(refused).isPositive();
    assertThat(rounds.get(rounds.size() - 1).getLate()).isEqualTo(6);
  }

  private void large(String imageId, int members) {
    int size = 55_000;
    List<String> classes = IntStream.range(0, size).mapToObj(i -> "class" + i).toList();
    Classification said = new Classification(classes, Collections.nCopies(size, 1.0 / size));
    for (int i = 0; i < members; i++) {
      winnow.publish(
          winnow.topics.scores(),
          imageId,
          scored(0.5, 0.5)
              .setMember("m" + members + "-" + i)
              .setScoredAt(TopologyFixture.START)
              .setPrediction(said)
              .build());
    }
  }
}
