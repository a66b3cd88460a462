package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;
import java.util.List;

/** What the round side tells a pool partition. Commands to one partition arrive in order. */
public sealed interface PoolCommand {

  String pool();

  /** Number of the round, from 1; 0 outside a round. */
  long round();

  /**
   * Rank the pool by this policy. One with a number that is not above that of the last one changes
   * nothing: it was sent again.
   *
   * @param number counts what was sent of a pool, from 1; 0, of earlier versions, is always obeyed
   * @param policy null ends the pool's rounds
   */
  record PolicyApplied(String pool, long number, PoolPolicy policy) implements PoolCommand {
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
   * Report the descriptors of the reported candidates {@code from} (inclusive) to {@code to}
   * (exclusive).
   *
   * @param sample of how many images of the reported sample, too
   */
  record Shortlisted(String pool, long round, int page, int from, int to, int sample)
      implements PoolCommand {

    /**
     * @throws IllegalArgumentException if that is no slice
     */
    public Shortlisted {
      if (page < 0 || from < 0 || to < from || sample < 0) {
        throw new IllegalArgumentException(
            "command asks for page " + page + ", candidates " + from + " to " + to);
      }
    }
  }

  /**
   * Mark these images selected and forget the open round, if it is one of those that are over.
   *
   * @param round the last of them
   * @param first of them; the same, unless the partition missed rounds that were aborted
   */
  record RoundSettled(String pool, long round, long first, List<String> selected)
      implements PoolCommand {

    /**
     * @throws IllegalArgumentException if there is no such round
     */
    public RoundSettled {
      if (first < 1 || first > round) {
        throw new IllegalArgumentException("command settles rounds " + first + " to " + round);
      }
      selected = List.copyOf(selected);
    }
  }
}
