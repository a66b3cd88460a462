package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.RoundClosed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read or produced again changes nothing. */
class ReadAgainTopologyTest {

  @Test
  void shouldIgnoreEveryCommandOfARoundThatIsOver() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy().setBudget(1));
      winnow.candidate("a", 0.5);
      winnow.candidate("b", 0.6);
      winnow.request("r1");
      List<PoolCommand> commands = winnow.read(winnow.topics.poolCommands());
      winnow.read(winnow.topics.poolReports());

      commands.forEach(command -> winnow.publish(winnow.topics.poolCommands(), "0", command));

      assertThat(winnow.read(winnow.topics.poolReports())).isEmpty();
      winnow.request("r2");
      assertThat(winnow.read(winnow.topics.rounds()))
          .extracting(RoundClosed::getSelected)
          .containsExactly(1, 1);
      assertThat(winnow.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldChangeNothingWhenEveryTopicIsReadAgainInTheMiddleOfARound() {
    List<RoundClosed> undisturbed = twoRounds(winnow -> {});

    List<RoundClosed> disturbed =
        twoRounds(
            winnow -> {
              double before = skipped(winnow);
              int records = winnow.readEverythingAgain();

              assertThat(skipped(winnow) - before).isEqualTo(records);
              assertThat(winnow.read(winnow.topics.poolReports())).isEmpty();
              assertThat(winnow.read(winnow.topics.poolCommands())).isEmpty();
            });

    assertThat(undisturbed).extracting(RoundClosed::getRequestId).containsExactly("r1", "r2");
    assertThat(disturbed).isEqualTo(undisturbed);
  }

  /**
   * @param disturbance while the first round is open
   */
  private static List<RoundClosed> twoRounds(Consumer<TopologyFixture> disturbance) {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      disturbance.accept(winnow);
      winnow.publish(winnow.topics.poolReports(), POOL, HalfRankedRound.ranking(1, 1, 0, 1));
      winnow.request("r2");
      winnow.publish(winnow.topics.poolReports(), POOL, HalfRankedRound.ranking(1, 2, 0, 1));
      assertThat(winnow.deadLetters()).isEmpty();
      return winnow.read(winnow.topics.rounds());
    }
  }

  @Test
  void shouldTakeTheRecordsOfATopicThatWasCreatedAgainForNewOnes() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      String scores = winnow.topics.scores().name();
      winnow.setPolicy(winnow.policy());
      winnow.candidate("a", 0.5);
      winnow.score("a", 0.6);
      winnow.topicIds.put(scores, "first");
      winnow.startAgainAtOffsetZero(scores);
      winnow.score("a", 0.5); // the same topic, read again
      winnow.score("a", 0.6);
      winnow.topicIds.put(scores, "second");
      winnow.startAgainAtOffsetZero(scores);

      winnow.describe("b");
      winnow.score("b", 0.7);
      winnow.request("r1");

      assertThat(winnow.counted("skipped", scores)).isEqualTo(2);
      RoundClosed round = winnow.read(winnow.topics.rounds()).get(0);
      assertThat(round.getSelected()).isEqualTo(2);
      assertThat(round.getOffsets().get(scores)).containsOnly(Map.entry("0", 0L));
    }
  }

  @Test
  void shouldIgnoreAPolicyThatIsSentAgain() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.deletePolicy();
      List<PoolCommand> applied = winnow.read(winnow.topics.poolCommands());
      winnow.setPolicy(winnow.policy().setTriggerCount(1));

      applied.forEach(command -> winnow.publish(winnow.topics.poolCommands(), "0", command));
      winnow.candidate("a", 0.5);
      winnow.passTime(Duration.ofSeconds(1));

      assertThat(winnow.read(winnow.topics.rounds()))
          .extracting(RoundClosed::getSelected)
          .containsExactly(1);
    }
  }

  private static double skipped(TopologyFixture winnow) {
    return Stream.of(
            winnow.topics.scores(),
            winnow.topics.descriptors(),
            winnow.topics.poolCommands(),
            winnow.topics.policies(),
            winnow.topics.roundRequests(),
            winnow.topics.poolReports())
        .mapToDouble(topic -> winnow.counted("skipped", topic.name()))
        .sum();
  }
}
