package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;
import java.util.List;

/** What the round side tells a pool partition. Commands to one partition arrive in order. */
public sealed interface PoolCommand {

  String pool();

  /** Number of the round, from 1; 0 outside a round. */
  long round();

  /**
   * Rank the pool by this policy.
   *
   * @param policy null ends the pool's rounds
   */
  record PolicyApplied(String pool, PoolPolicy policy) implements PoolCommand {
    @Override
    public long round() {
      return 0;
    }
  }

  /**
   * Forget what lies before the window and report the best candidates in it.
   *
   * @param depth how many candidates may be reported: T''
   * @param requestId of the request that opened the round, or null
   * @param evidenceVersion by which the round is decided and digested
   * @param openedAt wall clock, milliseconds since the epoch: a recorded decision
   */
  record RoundOpened(
      String pool,
      long round,
      PoolPolicy policy,
      int evidenceVersion,
      int budget,
      int depth,
      RoundWindow window,
      Trigger trigger,
      String requestId,
      long openedAt)
      implements PoolCommand {}

  /**
   * Report the descriptors of the reported candidates {@code from} (inclusive) to {@code to}.
   *
   * @param sample of how many images of the reported sample, too
   */
  record Shortlisted(String pool, long round, int page, int from, int to, int sample)
      implements PoolCommand {}

  /** Mark these images selected and forget the round. */
  record RoundSettled(String pool, long round, List<String> selected) implements PoolCommand {
    public RoundSettled {
      selected = List.copyOf(selected);
    }
  }
}
