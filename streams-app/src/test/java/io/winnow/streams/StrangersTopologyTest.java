package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.PolicyApplied;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.Shortlisted;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.streams.intake.CommandSender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and reports of another application on the same topics. */
class StrangersTopologyTest {

  private static final String OWN = "test";

  private static List<PoolCommand> commands(String application) {
    return List.of(
        new PoolCommand(POOL, 0L, new PolicyApplied(null, 99L), application),
        new PoolCommand(POOL, 1L, new Shortlisted(0, 0, 2, 0), application),
        new PoolCommand(POOL, 1L, new RoundSettled(List.of("a", "b"), null, false), application));
  }

  private static PoolReport ranking(String application) {
    PoolReport report = HalfRankedRound.ranking(1, 1, 0, 1);
    return new PoolReport(
        report.getPartition(), report.getRound(), report.getReport(), application);
  }

  @Test
  void shouldRefuseWhatAnotherApplicationSaysAndGoOn() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      commands("other").forEach(one -> winnow.publish(winnow.topics.poolCommands(), "0", one));
      winnow.publish(winnow.topics.poolReports(), POOL, ranking("other"));

      assertThat(winnow.read(winnow.topics.rounds())).isEmpty();
      assertThat(winnow.counted("rejected", "winnow.pool-commands")).isEqualTo(3);
      assertThat(winnow.counted("rejected", "winnow.pool-reports")).isEqualTo(1);
      assertThat(winnow.deadLetters())
          .hasSize(4)
          .extracting(letter -> TopologyFixture.header(letter, DeadLetters.REASON))
          .containsOnly("it is of application other, and these topics belong to application test");
      winnow.publish(winnow.topics.poolReports(), POOL, ranking(OWN));
      assertThat(winnow.read(winnow.topics.annotationRequests()))
          .extracting(AnnotationRequested::getRound)
          .containsExactly(1L);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = OWN)
  void shouldObeyItselfAndEarlierVersions(String application) {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.publish(winnow.topics.poolReports(), POOL, ranking(application));

      assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
      assertThat(winnow.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldNameItselfInAllThatItSaysToItself() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.candidate("a", 0.5);
      winnow.request("r1");

      assertThat(winnow.read(winnow.topics.poolCommands()))
          .hasSizeGreaterThan(2)
          .extracting(PoolCommand::getApplication)
          .containsOnly(OWN);
      assertThat(winnow.read(winnow.topics.poolReports()))
          .isNotEmpty()
          .extracting(PoolReport::getApplication)
          .containsOnly(OWN);
    }
  }

  @Test
  void shouldChangeNothingWhenItReadsAClaim() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.publish(winnow.topics.poolCommands(), "0", CommandSender.claim(OWN));
      winnow.publish(winnow.topics.poolCommands(), "0", CommandSender.claim("other"));

      assertThat(
              Map.of(
                  "folded", winnow.counted("folded", "winnow.pool-commands"),
                  "rejected", winnow.counted("rejected", "winnow.pool-commands")))
          .isEqualTo(Map.of("folded", 1.0, "rejected", 1.0));
    }
  }
}
