package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds the attempts under way. One that has become slow gives its slot to the next: a host that
 * hangs must not cost others more than that. Not thread-safe.
 */
final class FetchSlots {

  /** An attempt that is under way. */
  static final class Slot {
    private final long since;
    private boolean counted = true;

    private Slot(long since) {
      this.since = since;
    }
  }

  private final int mostPrompt;
  private final int all;
  private final long slowNanos;
  private final Deque<Slot> byAge = new ArrayDeque<>();
  private int counted;
  private int taken;

  /**
   * @param prompt most attempts that are not slow
   * @param all most attempts
   * @param slow from when on an attempt is slow
   */
  FetchSlots(int prompt, int all, Duration slow) {
    this.mostPrompt = prompt;
    this.all = all;
    this.slowNanos = slow.toNanos();
  }

  boolean hasFree(long now) {
    while (!byAge.isEmpty() && (!byAge.peek().counted || now - byAge.peek().since >= slowNanos)) {
      uncount(byAge.remove());
    }
    return counted < mostPrompt && taken < all;
  }

  Slot take(long now) {
    Slot slot = new Slot(now);
    byAge.add(slot);
    counted++;
    taken++;
    return slot;
  }

  void giveBack(Slot slot) {
    taken--;
    uncount(slot);
  }

  private void uncount(Slot slot) {
    if (slot.counted) {
      slot.counted = false;
      counted--;
    }
  }

  /** Attempts under way, slow ones included. */
  int taken() {
    return taken;
  }

  /** Those of them that are not slow. */
  int prompt() {
    return counted;
  }

  /** Nanoseconds until the oldest attempt becomes slow. */
  long dueIn(long now) {
    return byAge.isEmpty() ? Long.MAX_VALUE : Math.max(0, byAge.peek().since + slowNanos - now);
  }
}
