package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundAborted;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.Shortlisted;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.selection.limit.SizeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What repeats, what is lost, what comes too late: none of it stops a pool. */
class RoundRecoveryTopologyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(31);

  @Test
  void shouldCloseOneRoundWhenARequestIsSentTwice() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.candidate("a", 0.5);

      winnow.request("r1");
      winnow.request("r1");
      winnow.request("r2");

      assertThat(winnow.read(winnow.topics.rounds()))
          .extracting(RoundClosed::getRequestId)
          .containsExactly("r1", "r2");
      assertThat(winnow.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldRefuseTheRequestThatIsOneTooMany() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      for (int i = 0; i < SizeLimits.QUEUED_REQUESTS; i++) {
        winnow.request("queued-" + i);
      }
      assertThat(winnow.deadLetters()).isEmpty();

      winnow.request("one-too-many");

      assertThat(reasons(winnow))
          .containsExactly(
              "QUEUED_REQUESTS: number of requests that wait is 101, at most 100 is taken");
    }
  }

  @Test
  void shouldAskAPartitionAgainThatDoesNotAnswer() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      assertThat(opened(winnow)).hasSize(2);

      winnow.passTime(PATIENCE);
      List<PoolCommand> again = opened(winnow);
      winnow.passTime(PATIENCE);
      List<PoolCommand> tooSoon = opened(winnow);
      winnow.passTime(PATIENCE);

      assertThat(again).extracting(PoolCommand::getRound).containsExactly(1L);
      assertThat(tooSoon).isEmpty();
      assertThat(opened(winnow)).isEqualTo(again);
    }
  }

  @Test
  void shouldAbortTheOpenRoundAndGoOnWithTheNext() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.request("r2");

      winnow.abort("enough", 1L);
      winnow.passTime(PATIENCE);

      RoundClosed aborted = winnow.read(winnow.topics.rounds()).get(0);
      assertThat(aborted.getRound()).isEqualTo(1);
      assertThat(aborted.getAborted().getReason()).isEqualTo("wrong budget");
      assertThat(aborted.getAborted().getRequestId()).isEqualTo("enough");
      assertThat(aborted.getSelected()).isZero();
      assertThat(aborted.getOffsets().get(winnow.topics.poolCommands().name()))
          .containsOnlyKeys("0");
      List<PoolCommand> commands = winnow.read(winnow.topics.poolCommands());
      assertThat(commands)
          .filteredOn(command -> command.getCommand() instanceof RoundSettled)
          .hasSize(2)
          .allMatch(command -> command.getRound() == 1)
          .allMatch(command -> ((RoundSettled) command.getCommand()).getSelected().isEmpty());
      assertThat(commands.get(commands.size() - 1).getRound()).isEqualTo(2);
    }
  }

  @Test
  void shouldAbortAtOnceWhenAllPartitionsHaveRanked() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.abort("enough", null);
      assertThat(winnow.read(winnow.topics.rounds())).isEmpty();

      winnow.publish(winnow.topics.poolReports(), POOL, HalfRankedRound.ranking(1, 1, 0, 1));

      RoundClosed aborted = winnow.read(winnow.topics.rounds()).get(0);
      assertThat(aborted.getAborted().getRequestId()).isEqualTo("enough");
      assertThat(winnow.read(winnow.topics.annotationRequests())).isEmpty();
      winnow.passTime(PATIENCE);
      assertThat(winnow.read(winnow.topics.rounds())).isEmpty();
    }
  }

  @Test
  void shouldChainTheRoundAfterAnAbortedOne() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.abort("enough", null);
      winnow.passTime(PATIENCE);
      RoundClosed first = winnow.read(winnow.topics.rounds()).get(0);
      winnow.request("r2");
      winnow.abort("again", null);
      winnow.passTime(PATIENCE);

      RoundClosed second = winnow.read(winnow.topics.rounds()).get(0);

      assertThat(second.getRound()).isEqualTo(2);
      assertThat(second.getPreviousDigest()).isEqualTo(first.getDigest());
    }
  }

  @Test
  void shouldRefuseToAbortARoundThatIsNotOpen() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.abort("early", null);
      winnow.request("r1");
      winnow.abort("late", 1L);

      assertThat(reasons(winnow))
          .containsExactly(
              "pool cats has no round open, which cannot be aborted as the open one",
              "pool cats has no round open, which cannot be aborted as round 1");
      assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
    }
  }

  @Test
  void shouldDropWhatWaitsAndAbortWhatIsOpenWhenThePolicyIsDeleted() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.request("r2");

      winnow.deletePolicy();
      winnow.publish(winnow.topics.poolReports(), POOL, HalfRankedRound.ranking(1, 1, 0, 1));

      RoundClosed aborted = winnow.read(winnow.topics.rounds()).get(0);
      assertThat(aborted.getRequestId()).isEqualTo("r1");
      assertThat(aborted.getAborted())
          .isEqualTo(new RoundAborted(null, "the pool's policy was deleted", null));
      assertThat(winnow.read(winnow.topics.annotationRequests())).isEmpty();
      assertThat(winnow.counted("dropped", winnow.topics.roundRequests().name())).isEqualTo(1);
      winnow.setPolicy(winnow.policy());
      assertThat(opened(winnow)).extracting(PoolCommand::getRound).doesNotContain(2L);
      winnow.request("r2");
      assertThat(opened(winnow)).extracting(PoolCommand::getRound).contains(2L);
    }
  }

  record Stray(String name, Consumer<TopologyFixture> publish) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Stray> strays() {
    return Stream.of(
        new Stray("a report to no round", w -> report(w, HalfRankedRound.ranking(0, 1, 0, 1))),
        new Stray("a report to a later round", w -> report(w, HalfRankedRound.ranking(0, 9, 0, 1))),
        new Stray("a report of no partition", w -> report(w, HalfRankedRound.ranking(7, 1, 0, 1))),
        new Stray(
            "a report of a negative partition",
            w -> report(w, HalfRankedRound.ranking(-1, 1, 0, 1))),
        new Stray("a chunk beyond the last", w -> report(w, HalfRankedRound.ranking(0, 1, 3, 2))),
        new Stray("a report without digests", w -> report(w, withoutDigests())),
        new Stray(
            "a settlement of no round", w -> command(w, 1, new RoundSettled(List.of("a"), null))),
        new Stray("a question about no round", w -> command(w, 1, new Shortlisted(0, 0, 1, 0))),
        new Stray("a slice that ends first", w -> command(w, 1, new Shortlisted(0, 2, 1, 0))));
  }

  @ParameterizedTest
  @MethodSource("strays")
  void shouldGoOnWhenAnInternalRecordIsAstray(Stray stray) {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.candidate("a", 0.5);

      stray.publish().accept(winnow);
      winnow.request("r1");
      stray.publish().accept(winnow);
      winnow.request("r2");

      assertThat(winnow.read(winnow.topics.rounds()))
          .extracting(RoundClosed::getSelected)
          .containsExactly(1, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("strays")
  void shouldGoOnWhenAnInternalRecordIsAstrayDuringARound(Stray stray) {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      stray.publish().accept(winnow);

      winnow.abort("enough", null);
      winnow.passTime(PATIENCE);

      assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
    }
  }

  private static List<PoolCommand> opened(TopologyFixture winnow) {
    return winnow.read(winnow.topics.poolCommands()).stream()
        .filter(command -> command.getCommand() instanceof RoundOpened)
        .toList();
  }

  private static void report(TopologyFixture winnow, PoolReport report) {
    winnow.publish(winnow.topics.poolReports(), POOL, report);
  }

  private static void command(TopologyFixture winnow, long round, Object body) {
    winnow.publish(winnow.topics.poolCommands(), "0", new PoolCommand(POOL, round, body));
  }

  private static PoolReport withoutDigests() {
    return new PoolReport(0, 1L, HalfRankedRound.ranking(0, 1, Map.of()));
  }

  private static List<String> reasons(TopologyFixture winnow) {
    return winnow.deadLetters().stream()
        .map(letter -> TopologyFixture.header(letter, DeadLetters.REASON))
        .toList();
  }
}
