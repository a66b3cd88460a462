package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a host may be asked: a circuit breaker. Failures in a row, or a request to come again
 * later, open it; then one attempt after the other tries whether the host is back, with growing
 * pauses. All times are of {@link System#nanoTime}. Not thread-safe.
 */
final class HostHealth {

  /** So many failures in a row are the host's, not an image's. */
  static final int FAILURES = 3;

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration patience;
  private final Duration longestWait;

  private int failuresInARow;
  private long failingSince;
  private boolean backedOff;
  private boolean asked;
  private int pauses;
  private long resumeAt;
  private boolean givenUp;

  /**
   * @param patience how long it may fail before it is given up
   * @param longestWait most that it is waited for at its own request
   */
  HostHealth(Duration patience, Duration longestWait) {
    this.patience = patience;
    this.longestWait = longestWait;
  }

  boolean isBackedOff() {
    return backedOff;
  }

  /** Whether it has failed for so long that nobody should wait for it any more. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** When the next attempt is due; meaningless unless it is backed off. */
  long resumeAt() {
    return resumeAt;
  }

  Duration failingFor(long now) {
    return Duration.ofNanos(now - failingSince);
  }

  /**
   * Whether an attempt may begin.
   *
   * @param running attempts under way
   */
  boolean mayStart(long now, int running) {
    return !backedOff || (running == 0 && now - resumeAt >= 0);
  }

  /** It answered. An answer to an attempt from before does not end a wait that it asked for. */
  void answered(long now) {
    if (backedOff && asked && now - resumeAt < 0) {
      return;
    }
    failuresInARow = 0;
    backedOff = false;
    asked = false;
    givenUp = false;
    pauses = 0;
  }

  /** It failed. */
  void failed(long now) {
    noteFailure(now);
    if (backedOff ? now - resumeAt >= 0 : failuresInARow >= FAILURES) {
      backOff(now + nextPause());
    }
    giveUpAfter(now, asked && longestWait.compareTo(patience) > 0 ? longestWait : patience);
  }

  /**
   * It asks to come again later.
   *
   * @param wait how long, if it says so
   */
  void busy(long now, Optional<Duration> wait) {
    noteFailure(now);
    boolean probed = !backedOff || now - resumeAt >= 0;
    asked = true;
    if (wait.isPresent()) {
      Duration shorter = wait.get().compareTo(longestWait) < 0 ? wait.get() : longestWait;
      long until = now + shorter.toNanos();
      backOff(backedOff ? Math.max(until, resumeAt) : until);
    } else if (probed) {
      backOff(now + nextPause());
    }
    giveUpAfter(now, longestWait.compareTo(patience) > 0 ? longestWait : patience);
  }

  private void noteFailure(long now) {
    if (failuresInARow++ == 0) {
      failingSince = now;
    }
  }

  private void backOff(long until) {
    backedOff = true;
    resumeAt = until;
  }

  private long nextPause() {
    long pause = FIRST_PAUSE.toNanos() << Math.min(pauses++, 5);
    return Math.min(pause, LONGEST_PAUSE.toNanos());
  }

  private void giveUpAfter(long now, Duration limit) {
    givenUp = backedOff && now - failingSince >= limit.toNanos();
  }
}
