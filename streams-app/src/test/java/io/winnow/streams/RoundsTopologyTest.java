package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.Decision;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.TriggerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTopologyTest {

  private final TopologyFixture winnow = new TopologyFixture();

  @AfterEach
  void close() {
    winnow.close();
  }

  @Test
  void shouldRequestAnnotationOfTheMostUncertainWhenARoundIsRequested() {
    winnow.setPolicy(winnow.policy());
    winnow.candidate("sure", 0.99);
    winnow.candidate("torn", 0.51);
    winnow.candidate("unsure", 0.60);
    winnow.score("undescribed", 0.50);

    winnow.request("r1");

    List<AnnotationRequested> requests = winnow.read(winnow.topics.annotationRequests());
    assertThat(requests).extracting(AnnotationRequested::getRank).containsExactly(1, 2);
    assertThat(requests)
        .extracting(AnnotationRequested::getUncertainty)
        .containsExactly(1 - 0.51, 1 - 0.60);
    AnnotationRequested first = requests.get(0);
    assertThat(first.getImage().getUri()).isEqualTo("file:/a.png");
    assertThat(first.getAttributes()).containsEntry("camera", "7");
    assertThat(((Classification) first.getPrediction()).getProbabilities())
        .containsExactly(0.51, 1 - 0.51);

    RoundClosed manifest = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(manifest.getRound()).isEqualTo(1);
    assertThat(manifest.getRequestId()).isEqualTo("r1");
    assertThat(manifest.getEligible()).isEqualTo(3);
    assertThat(manifest.getWithoutDescriptor()).isEqualTo(1);
    assertThat(manifest.getSelected()).isEqualTo(2);
    assertThat(manifest.getModelVersions()).containsExactly("net@1");
    assertThat(manifest.getOffsets().get(winnow.topics.scores().name())).containsEntry("0", 3L);
    assertThat(manifest.getPreviousDigest()).isNull();
  }

  @Test
  void shouldNeverSelectAnImageTwiceAndChainTheManifests() {
    winnow.setPolicy(winnow.policy());
    for (int i = 0; i < 5; i++) {
      winnow.candidate("image-" + i, 0.5 + i / 10.0);
    }

    winnow.request("r1");
    winnow.request("r2");
    winnow.request("r3");

    List<RoundClosed> rounds = winnow.read(winnow.topics.rounds());
    assertThat(rounds).extracting(RoundClosed::getSelected).containsExactly(2, 2, 1);
    assertThat(rounds).extracting(RoundClosed::getRound).containsExactly(1L, 2L, 3L);
    assertThat(rounds.get(1).getPreviousDigest()).isEqualTo(rounds.get(0).getDigest());
    assertThat(rounds.get(2).getPreviousDigest()).isEqualTo(rounds.get(1).getDigest());
    assertThat(winnow.read(winnow.topics.roundDecisions()))
        .extracting(CandidateDecided::getImageId)
        .doesNotHaveDuplicates()
        .hasSize(5);
  }

  @Test
  void shouldSayWhatADroppedCandidateResembles() {
    winnow.setPolicy(winnow.policy().setBudget(2).setSr(1.5).setResampler("budgeted-nms"));
    winnow.score("a", 0.50);
    winnow.score("b", 0.51);
    winnow.score("c", 0.52);
    winnow.publish(winnow.topics.descriptors(), "a", TopologyFixture.described(1f, 0f).build());
    winnow.publish(winnow.topics.descriptors(), "b", TopologyFixture.described(0.8f, 0.6f).build());
    winnow.publish(winnow.topics.descriptors(), "c", TopologyFixture.described(0f, 1f).build());

    winnow.request("r1");

    List<CandidateDecided> decisions = winnow.read(winnow.topics.roundDecisions());
    assertThat(decisions)
        .extracting(CandidateDecided::getDecision)
        .containsExactly(Decision.SELECTED, Decision.DROPPED, Decision.SELECTED);
    assertThat(decisions.get(1).getSimilarTo()).isEqualTo("a");
    assertThat(decisions.get(1).getCosine()).isEqualTo((double) 0.8f);
  }

  @Test
  void shouldLeaveLabelledImagesOut() {
    winnow.setPolicy(winnow.policy());
    winnow.candidate("labelled-after", 0.5);
    winnow.label("labelled-after");
    winnow.label("labelled-before");
    winnow.candidate("labelled-before", 0.5);
    winnow.candidate("open", 0.9);

    winnow.request("r1");

    assertThat(winnow.read(winnow.topics.roundDecisions()))
        .extracting(CandidateDecided::getImageId)
        .containsExactly("open");
  }

  @Test
  void shouldRankAPoolThatWasFilledBeforeItsPolicyCame() {
    winnow.candidate("early", 0.5);

    winnow.setPolicy(winnow.policy());
    winnow.request("r1");

    assertThat(winnow.read(winnow.topics.annotationRequests())).hasSize(1);
  }

  @Test
  void shouldRankAgainWhenThePolicyTakesAnotherMeasure() {
    winnow.setPolicy(winnow.policy().setBudget(1));
    winnow.describe("a");
    winnow.describe("b");
    // b is less sure of its best class, a is torn between two
    winnow.publish(winnow.topics.scores(), "a", TopologyFixture.scored(0.5, 0.5, 0.0).build());
    winnow.publish(winnow.topics.scores(), "b", TopologyFixture.scored(0.45, 0.30, 0.25).build());
    winnow.setPolicy(winnow.policy().setBudget(1).setMeasure("margin"));

    winnow.request("r1");

    assertThat(winnow.read(winnow.topics.roundDecisions()))
        .extracting(CandidateDecided::getImageId)
        .containsExactly("a");
  }

  @Test
  void shouldOpenARoundWhenTheWindowAndItsGraceHavePassed() {
    long minute = Duration.ofMinutes(1).toMillis();
    winnow.setPolicy(winnow.policy().setWindowAdvanceMs(minute).setGraceMs(10_000));
    winnow.passTime(Duration.ofSeconds(30));
    winnow.candidate("inside", 0.5);
    winnow.passTime(Duration.ofSeconds(35));
    winnow.candidate("after", 0.5);
    assertThat(winnow.read(winnow.topics.rounds())).isEmpty();

    winnow.passTime(Duration.ofSeconds(6));

    RoundClosed first = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(first.getTrigger()).isEqualTo(TriggerKind.WINDOW);
    assertThat(first.getWindowStart()).isNull();
    assertThat(first.getWindowEnd()).isEqualTo(TopologyFixture.START.plusSeconds(60));
    assertThat(first.getSelected()).isEqualTo(1);
    assertThat(first.getOutsideWindow()).isEqualTo(1);

    winnow.passTime(Duration.ofMinutes(1));

    RoundClosed second = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(second.getWindowEnd()).isEqualTo(TopologyFixture.START.plusSeconds(120));
    assertThat(second.getSelected()).isEqualTo(1);
  }

  @Test
  void shouldCountLateScoresInTheNextRoundAndForgetOldOnesWhenTheWindowIsBounded() {
    long minute = Duration.ofMinutes(1).toMillis();
    winnow.setPolicy(
        winnow.policy().setWindowAdvanceMs(minute).setWindowSizeMs(2 * minute).setBudget(9));
    winnow.passTime(Duration.ofSeconds(61));
    assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
    winnow.describe("late");
    winnow.describe("too-late");
    winnow.publish(
        winnow.topics.scores(),
        "late",
        TopologyFixture.scored(0.5, 0.5)
            .setScoredAt(TopologyFixture.START.plusSeconds(30))
            .build());
    winnow.publish(
        winnow.topics.scores(),
        "too-late",
        TopologyFixture.scored(0.5, 0.5)
            .setScoredAt(TopologyFixture.START.minusSeconds(30))
            .build());

    winnow.passTime(Duration.ofMinutes(1));

    RoundClosed second = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(second.getLate()).isEqualTo(2);
    assertThat(winnow.read(winnow.topics.roundDecisions()))
        .extracting(CandidateDecided::getImageId)
        .containsExactly("late");
  }

  @Test
  void shouldOpenARoundWhenEnoughCandidatesBecameEligible() {
    winnow.setPolicy(winnow.policy().setTriggerCount(3));
    winnow.candidate("a", 0.5);
    winnow.candidate("b", 0.6);
    winnow.passTime(Duration.ofSeconds(2));
    assertThat(winnow.read(winnow.topics.rounds())).isEmpty();

    winnow.candidate("c", 0.7);
    winnow.passTime(Duration.ofSeconds(2));
    winnow.passTime(Duration.ofSeconds(2));

    assertThat(winnow.read(winnow.topics.rounds()))
        .extracting(RoundClosed::getTrigger)
        .containsExactly(TriggerKind.COUNT);
  }

  @Test
  void shouldGoOverToTheNextEncoderWhenItHasDescribedTheShare() {
    String next = "cd".repeat(32);
    winnow.setPolicy(
        winnow
            .policy()
            .setBudget(1)
            .setNextEncoderId(next)
            .setNextDescriptorSize(3)
            .setEncoderSwitchShare(0.75));
    for (String imageId : List.of("a", "b", "c", "d")) {
      winnow.candidate(imageId, 0.5);
    }
    describeBy(next, "b");
    describeBy(next, "c");
    winnow.passTime(Duration.ofSeconds(2));

    winnow.request("r1");

    RoundClosed before = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(before.getEncoderId()).isEqualTo(TopologyFixture.ENCODER);
    assertThat(before.getPolicy().getNextEncoderId()).isEqualTo(next);
    assertThat(before.getDescribed()).isEqualTo(4);
    assertThat(before.getDescribedByNext()).isEqualTo(2);

    describeBy(next, "d");
    winnow.passTime(Duration.ofSeconds(2));
    winnow.request("r2");
    winnow.candidate("e", 0.5);
    winnow.request("r3");

    List<RoundClosed> after = winnow.read(winnow.topics.rounds());
    assertThat(after).extracting(RoundClosed::getEncoderId).containsExactly(next, next);
    assertThat(after.get(0).getPolicy().getNextEncoderId()).isNull();
    assertThat(after.get(0).getEligible()).isEqualTo(3);
    assertThat(after.get(1).getWithoutDescriptor()).isEqualTo(1);
    assertThat(winnow.read(winnow.topics.annotationRequests()))
        .extracting(AnnotationRequested::getEncoderId)
        .containsExactly(TopologyFixture.ENCODER, next, next);
  }

  private void describeBy(String encoderId, String imageId) {
    winnow.publish(
        winnow.topics.descriptors(),
        imageId,
        TopologyFixture.described(1f, 0f, 0f).setEncoderId(encoderId).build());
  }

  @Test
  void shouldUseTheBudgetOfTheRequest() {
    winnow.setPolicy(winnow.policy());
    winnow.candidate("a", 0.5);
    winnow.candidate("b", 0.6);

    winnow.publish(
        winnow.topics.roundRequests(),
        TopologyFixture.POOL,
        new RoundRequested("r1", 1, null, null));

    RoundClosed manifest = winnow.read(winnow.topics.rounds()).get(0);
    assertThat(manifest.getBudget()).isEqualTo(1);
    assertThat(manifest.getSelected()).isEqualTo(1);
  }

  @Test
  void shouldCloseAnEmptyRoundWhenThePoolIsEmpty() {
    winnow.setPolicy(winnow.policy());

    winnow.request("r1");

    assertThat(winnow.read(winnow.topics.rounds()))
        .extracting(RoundClosed::getSelected)
        .containsExactly(0);
  }

  /** The broker deletes old reports. */
  @Test
  void shouldStampReportsWithTheTimeOfTheAnswerWhenTheCommandIsDaysOld() {
    winnow.setPolicy(winnow.policy());
    winnow.candidate("a", 0.5);
    winnow.request("r1");
    PoolCommand opened =
        winnow.read(winnow.topics.poolCommands()).stream()
            .filter(command -> command.getCommand() instanceof RoundOpened)
            .findFirst()
            .orElseThrow();
    winnow.read(winnow.topics.poolReports());

    Instant old = winnow.now();
    winnow.passTime(Duration.ofDays(3));
    PoolCommand next = PoolCommand.newBuilder(opened).setRound(2).build();
    winnow.publish(winnow.topics.poolCommands(), "0", next, old);

    assertThat(winnow.readTimestamps(winnow.topics.poolReports())).containsExactly(winnow.now());
  }
}
