package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;

/**
 * Decides whether a round is due. The wall clock is asked for nothing but this, and the decision is
 * a record: a replay reads it, it does not decide again.
 */
final class OpeningRule {

  private OpeningRule() {}

  /**
   * Why and how a round is opened.
   *
   * @param requestId of the request, or null
   */
  record Opening(Trigger trigger, String requestId, int budget, RoundWindow window) {}

  /**
   * Takes the next due opening, or returns null. A request goes before a window, a window before a
   * count.
   *
   * @param now wall clock, milliseconds since the epoch
   */
  static Opening next(PoolRounds pool, long now) {
    PoolPolicy policy = pool.policy;
    if (policy == null || pool.open != null) {
      return null;
    }
    RoundRequest request = pool.requests.poll();
    if (request != null) {
      int budget = request.budget() == null ? policy.budget() : request.budget();
      return new Opening(Trigger.REQUEST, request.requestId(), budget, upToNow(policy, now));
    }
    if (policy.timing().windowAdvanceMs() != null) {
      long end = dueWindowEnd(pool, now);
      if (end > pool.lastWindowEnd) {
        pool.lastWindowEnd = end;
        Long start =
            policy.timing().windowSizeMs() == null ? null : end - policy.timing().windowSizeMs();
        return new Opening(Trigger.WINDOW, null, policy.budget(), new RoundWindow(start, end));
      }
    }
    if (policy.timing().triggerCount() != null
        && pool.grownSinceLastRound() >= policy.timing().triggerCount()) {
      return new Opening(Trigger.COUNT, null, policy.budget(), upToNow(policy, now));
    }
    return null;
  }

  /**
   * Returns when the wall clock alone makes a round of the pool due, which has none open.
   *
   * @return milliseconds since the epoch; {@link Long#MAX_VALUE} for never
   */
  static long dueAt(PoolRounds pool) {
    PoolPolicy policy = pool.policy;
    if (policy == null || policy.timing().windowAdvanceMs() == null) {
      return Long.MAX_VALUE;
    }
    long advance = policy.timing().windowAdvanceMs();
    long end = (Math.floorDiv(pool.lastWindowEnd, advance) + 1) * advance;
    return end + policy.timing().graceMs();
  }

  /**
   * Returns the end of the window that is due, or the last one's if none is. After a downtime every
   * bounded window gets its round, since each has images of its own; of unbounded ones only the
   * latest, since it holds the images of all.
   */
  private static long dueWindowEnd(PoolRounds pool, long now) {
    long advance = pool.policy.timing().windowAdvanceMs();
    long latest = Math.floorDiv(now - pool.policy.timing().graceMs(), advance) * advance;
    return pool.policy.timing().windowSizeMs() == null
        ? latest
        : Math.min(latest, pool.lastWindowEnd + advance);
  }

  /** Outside windows all that is folded in competes, however its event times are set. */
  private static RoundWindow upToNow(PoolPolicy policy, long now) {
    return new RoundWindow(
        policy.timing().windowSizeMs() == null ? null : now - policy.timing().windowSizeMs(), null);
  }
}
