package io.winnow.selection.round;

/**
 * When the partitions were asked for what they owe, by the wall clock. What was lost is asked for
 * again, ever more rarely: a partition that is only slow must not be buried in questions.
 *
 * @param since when the first question was sent, milliseconds since the epoch
 * @param last when the last one was sent
 * @param times how often
 */
record Asking(long since, long last, int times) {

  private static final int MAX_DOUBLINGS = 5;

  static Asking first(long now) {
    return new Asking(now, now, 1);
  }

  Asking again(long now) {
    return new Asking(since, now, times + 1);
  }

  /**
   * Returns when the next question is due: after the interval, then twice as long each time, up to
   * 32 times.
   *
   * @param intervalMs how long the first question is left unanswered
   */
  long dueAt(long intervalMs) {
    return last + (intervalMs << Math.min(times - 1, MAX_DOUBLINGS));
  }

  /** Returns when a round that is to be aborted no longer waits for those that are silent. */
  long givenUpAt(long intervalMs) {
    return since + intervalMs;
  }
}
