package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.MemberScore;
import io.winnow.schemas.RoundClosed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scores of detectors and of committees, from the scores topic to the annotation topic. */
class CommitteeTopologyTest {

  private final TopologyFixture winnow = new TopologyFixture();

  @AfterEach
  void close() {
    winnow.close();
  }

  @Test
  void shouldHandTheBoxesOnWhereADetectorScored() {
    winnow.setPolicy(winnow.policy().setBudget(1).setMeasure("entropy").setBoxes("max"));
    DetectedBox unsure = new DetectedBox(0.1, 0.2, 0.3, 0.4, List.of(0.5, 0.5), null, null);
    detected("unsure", unsure);
    DetectedBox sure = new DetectedBox(0.0, 0.0, 1.0, 1.0, List.of(0.9, 0.1), null, null);
    detected("crowded", sure, sure, sure, sure);
    detected("empty");

    winnow.request("r1");

    AnnotationRequested request = winnow.read(winnow.topics.annotationRequests()).get(0);
    assertThat(((Detections) request.getPrediction()).getBoxes()).containsExactly(unsure);
    assertThat(request.getUncertainty()).isEqualTo(2 * 0.5 * StrictMath.log(2));
    assertThat(request.getCommittee()).isEmpty();
    assertThat(winnow.read(winnow.topics.rounds()).get(0).getWithoutUncertainty()).isEqualTo(1);
  }

  @Test
  void shouldRankEmptyImagesFirstWhereThePolicySaysSo() {
    winnow.setPolicy(winnow.policy().setMeasure("entropy").setEmptyDetections("most-uncertain"));
    detected("unsure", new DetectedBox(0.0, 0.0, 1.0, 1.0, List.of(0.5, 0.5), null, null));
    detected("empty");

    winnow.request("r1");

    List<AnnotationRequested> requests = winnow.read(winnow.topics.annotationRequests());
    assertThat(((Detections) requests.get(0).getPrediction()).getBoxes()).isEmpty();
    assertThat(requests.get(0).getUncertainty()).isEqualTo(1e9);
  }

  @Test
  void shouldAskForTheImageTheCommitteeDisagreesAbout() {
    winnow.setPolicy(
        winnow.policy().setBudget(1).setMeasure("mutual-information").setCommitteeSize(2));
    member("agreed", "a", 0.5);
    member("agreed", "b", 0.5);
    member("disputed", "b", 1.0);
    member("disputed", "a", 0.3);
    member("disputed", "a", 0.0); // the last one of a member counts
    member("incomplete", "a", 0.5);
    List.of("agreed", "disputed", "incomplete").forEach(winnow::describe);

    winnow.request("r1");

    AnnotationRequested request = winnow.read(winnow.topics.annotationRequests()).get(0);
    assertThat(request.getUncertainty()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(((Classification) request.getPrediction()).getProbabilities())
        .containsExactly(0.5, 0.5);
    assertThat(request.getCommittee()).extracting(MemberScore::getMember).containsExactly("a", "b");
    assertThat(((Classification) request.getCommittee().get(0).getPrediction()).getProbabilities())
        .containsExactly(0.0, 1.0);
    RoundClosed manifest = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(manifest.getEligible()).isEqualTo(2);
    assertThat(manifest.getIncompleteCommittee()).isEqualTo(1);
    assertThat(manifest.getWithoutUncertainty()).isEqualTo(1);
  }

  @Test
  void shouldGoByThoseWhoAreInWhereThePolicyNamesAMinimum() {
    winnow.setPolicy(
        winnow.policy().setMeasure("variation-ratio").setCommitteeSize(3).setCommitteeMinimum(2));
    member("image", "a", 1.0);
    member("image", "b", 0.0);
    winnow.describe("image");

    winnow.request("r1");
    member("image", "c", 1.0); // late: the image has gone to the annotators

    assertThat(winnow.read(winnow.topics.annotationRequests()))
        .extracting(AnnotationRequested::getUncertainty)
        .containsExactly(0.5);
    assertThat(winnow.read(winnow.topics.rounds()).get(0).getIncompleteCommittee()).isEqualTo(1);
  }

  private void detected(String imageId, DetectedBox... boxes) {
    winnow.describe(imageId);
    winnow.publish(
        winnow.topics.scores(),
        imageId,
        TopologyFixture.scored(0.5, 0.5)
            .setPrediction(new Detections(List.of("yes", "no"), List.of(boxes)))
            .build());
  }

  private void member(String imageId, String member, double yes) {
    winnow.publish(
        winnow.topics.scores(),
        imageId,
        TopologyFixture.scored(yes, 1 - yes).setMember(member).build());
  }
}
