package io.winnow.selection.policy;

import io.winnow.selection.constraint.Rules;

/**
 * When rounds open and which event times compete.
 *
 * @param windowSizeMs length of the event-time window, or null for the whole unlabeled pool
 * @param windowAdvanceMs interval of rounds opened by time, or null for none
 * @param graceMs how long after a window's end late scores are awaited
 * @param triggerCount newly eligible candidates that open a round, or null for none
 */
public record TimingPolicy(
    Long windowSizeMs, Long windowAdvanceMs, long graceMs, Integer triggerCount) {

  /** Rounds on request only, over the whole unlabeled pool. */
  public static final TimingPolicy ON_REQUEST = new TimingPolicy(null, null, 0, null);

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public TimingPolicy {
    Rules.require(
        windowSizeMs == null || windowSizeMs > 0, "windowSizeMs", windowSizeMs, "must be positive");
    Rules.require(
        windowAdvanceMs == null || windowAdvanceMs > 0,
        "windowAdvanceMs",
        windowAdvanceMs,
        "must be positive");
    Rules.require(graceMs >= 0, "graceMs", graceMs, "must not be negative");
    Rules.require(
        triggerCount == null || triggerCount >= 1,
        "triggerCount",
        triggerCount,
        "must be at least 1");
  }

  /** Returns whether rounds look at event time. */
  public boolean timed() {
    return windowSizeMs != null || windowAdvanceMs != null;
  }
}
