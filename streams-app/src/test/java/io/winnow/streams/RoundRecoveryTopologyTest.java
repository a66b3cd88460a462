package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PartitionCounts;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RankReport;
import io.winnow.schemas.RankedCandidate;
import io.winnow.schemas.RoundAborted;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.Shortlisted;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.selection.round.RoundCoordinator;
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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
      for (int i = 0; i < RoundCoordinator.MAX_QUEUED_REQUESTS; i++) {
        winnow.request("queued-" + i);
      }
      assertThat(winnow.deadLetters()).isEmpty();

      winnow.request("one-too-many");

      assertThat(reasons(winnow))
          .containsExactly("pool cats has 100 requests that wait, the most it takes");
    }
  }

  @Test
  void shouldAskAPartitionAgainThatDoesNotAnswer() {
    try (TopologyFixture winnow = waitingForPartitionOne()) {
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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
      winnow.abort("enough", null);
      assertThat(winnow.read(winnow.topics.rounds())).isEmpty();

      winnow.publish(winnow.topics.poolReports(), POOL, ranking(1, 1, 0, 1));

      RoundClosed aborted = winnow.read(winnow.topics.rounds()).get(0);
      assertThat(aborted.getAborted().getRequestId()).isEqualTo("enough");
      assertThat(winnow.read(winnow.topics.annotationRequests())).isEmpty();
      winnow.passTime(PATIENCE);
      assertThat(winnow.read(winnow.topics.rounds())).isEmpty();
    }
  }

  @Test
  void shouldChainTheRoundAfterAnAbortedOne() {
    try (TopologyFixture winnow = waitingForPartitionOne()) {
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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
      winnow.request("r2");

      winnow.deletePolicy();
      winnow.publish(winnow.topics.poolReports(), POOL, ranking(1, 1, 0, 1));

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
        new Stray("a report to no round", w -> report(w, ranking(0, 1, 0, 1))),
        new Stray("a report to a later round", w -> report(w, ranking(0, 9, 0, 1))),
        new Stray("a report of no partition", w -> report(w, ranking(7, 1, 0, 1))),
        new Stray("a report of a negative partition", w -> report(w, ranking(-1, 1, 0, 1))),
        new Stray("a chunk beyond the last", w -> report(w, ranking(0, 1, 3, 2))),
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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
      stray.publish().accept(winnow);

      winnow.abort("enough", null);
      winnow.passTime(PATIENCE);

      assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
    }
  }

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
    try (TopologyFixture winnow = waitingForPartitionOne()) {
      disturbance.accept(winnow);
      winnow.publish(winnow.topics.poolReports(), POOL, ranking(1, 1, 0, 1));
      winnow.request("r2");
      winnow.publish(winnow.topics.poolReports(), POOL, ranking(1, 2, 0, 1));
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

  /** The driver has one partition; what is sent to the other, it hears a second time. */
  private static TopologyFixture waitingForPartitionOne() {
    TopologyFixture winnow = new TopologyFixture(2);
    winnow.setPolicy(winnow.policy());
    winnow.candidate("b", 0.5); // belongs to partition 0 of 2
    winnow.request("r1");
    assertThat(winnow.deadLetters()).isEmpty();
    assertThat(winnow.read(winnow.topics.rounds())).isEmpty();
    return winnow;
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

  private static PoolReport ranking(int partition, long round, int chunk, int chunks) {
    return new PoolReport(
        partition, round, ranking(chunk, chunks, Map.of("winnow.scores", "0".repeat(64))));
  }

  private static PoolReport withoutDigests() {
    return new PoolReport(0, 1L, ranking(0, 1, Map.of()));
  }

  private static RankReport ranking(int chunk, int chunks, Map<String, String> digests) {
    List<RankedCandidate> none = List.of();
    return new RankReport(
        chunk,
        chunks,
        none,
        Map.of("winnow.scores", 0L),
        digests,
        new PartitionCounts(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
        List.of(),
        List.of());
  }

  private static List<String> reasons(TopologyFixture winnow) {
    return winnow.deadLetters().stream()
        .map(letter -> TopologyFixture.header(letter, DeadLetters.REASON))
        .toList();
  }
}
