package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.TimingPolicy;
import io.winnow.selection.round.OpeningRule.Opening;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningRuleTest {

  private static final long HOUR = 3_600_000;

  private final PoolRounds pool = new PoolRounds(2);

  @Test
  void shouldWaitForTheGraceAfterTheWindow() {
    pool.applyPolicy(policy(null, HOUR, 60_000, null), 10 * HOUR + 5);

    assertThat(OpeningRule.next(pool, 11 * HOUR + 59_999)).isNull();
    assertThat(OpeningRule.next(pool, 11 * HOUR + 60_000))
        .isEqualTo(new Opening(Trigger.WINDOW, null, 5, new RoundWindow(null, 11 * HOUR)));
    assertThat(OpeningRule.next(pool, 11 * HOUR + 60_000)).isNull();
  }

  @Test
  void shouldOpenARoundForEveryBoundedWindowAfterADowntime() {
    pool.applyPolicy(policy(2 * HOUR, HOUR, 0, null), 10 * HOUR);

    assertThat(windowEnds(13 * HOUR)).containsExactly(11 * HOUR, 12 * HOUR, 13 * HOUR);
  }

  @Test
  void shouldOpenOneRoundForAllUnboundedWindowsAfterADowntime() {
    pool.applyPolicy(policy(null, HOUR, 0, null), 10 * HOUR);

    assertThat(windowEnds(13 * HOUR)).containsExactly(13 * HOUR);
  }

  @Test
  void shouldCountWindowsFromThePolicyThatChangedTheirAdvance() {
    pool.applyPolicy(policy(null, HOUR, 0, null), 10 * HOUR);
    assertThat(windowEnds(12 * HOUR)).containsExactly(12 * HOUR);

    pool.applyPolicy(policy(null, HOUR, 0, 7), 12 * HOUR + 1);
    assertThat(windowEnds(13 * HOUR)).as("same advance").containsExactly(13 * HOUR);

    pool.applyPolicy(policy(null, 2 * HOUR, 0, null), 13 * HOUR + 1);
    assertThat(windowEnds(13 * HOUR + 2)).as("12 h is past, 14 h to come").isEmpty();
  }

  @Test
  void shouldServeRequestsInOrderAndBeforeWindows() {
    pool.applyPolicy(policy(null, HOUR, 0, null), 10 * HOUR);
    pool.requests.add(new RoundRequest("first", null));
    pool.requests.add(new RoundRequest("second", 3));

    assertThat(OpeningRule.next(pool, 11 * HOUR))
        .isEqualTo(new Opening(Trigger.REQUEST, "first", 5, new RoundWindow(null, null)));
    assertThat(OpeningRule.next(pool, 11 * HOUR))
        .isEqualTo(new Opening(Trigger.REQUEST, "second", 3, new RoundWindow(null, null)));
    assertThat(OpeningRule.next(pool, 11 * HOUR).trigger()).isEqualTo(Trigger.WINDOW);
  }

  @Test
  void shouldOpenByCountWhenThePartitionsTogetherGrewEnough() {
    pool.applyPolicy(policy(null, null, 0, 10), 0);
    pool.grew(0, 4);
    pool.grew(1, 5);
    assertThat(OpeningRule.next(pool, 1)).isNull();

    pool.grew(1, 6);
    pool.grew(1, 2); // an older report that came late

    assertThat(OpeningRule.next(pool, 1).trigger()).isEqualTo(Trigger.COUNT);
  }

  @Test
  void shouldBoundARequestedRoundByTheWindowSize() {
    pool.applyPolicy(policy(HOUR, null, 0, null), 0);
    pool.requests.add(new RoundRequest("r", null));

    assertThat(OpeningRule.next(pool, 5 * HOUR).window())
        .isEqualTo(new RoundWindow(4 * HOUR, null));
  }

  private List<Long> windowEnds(long now) {
    List<Long> ends = new ArrayList<>();
    for (Opening next = OpeningRule.next(pool, now); next != null; ) {
      ends.add(next.window().end());
      next = OpeningRule.next(pool, now);
    }
    return ends;
  }

  private static PoolPolicy policy(Long size, Long advance, long grace, Integer count) {
    return PoolPolicy.of(
            5,
            Scoring.of(Measure.ENTROPY),
            new ResamplingPolicy("none", 1.2, 10, null, 0),
            new EncoderRef("a".repeat(64), 4))
        .with(new TimingPolicy(size, advance, grace, count));
  }
}
