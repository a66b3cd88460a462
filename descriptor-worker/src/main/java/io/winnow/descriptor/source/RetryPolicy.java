package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.Objects;

/**
 * How often an unreachable place is asked: the pause doubles from one attempt to the next.
 *
 * @param attempts how often in all, at least 1
 * @param firstPause pause after the first failure
 */
public record RetryPolicy(int attempts, Duration firstPause) {

  private static final int MAX_ATTEMPTS = 20;

  public RetryPolicy {
    Objects.requireNonNull(firstPause, "firstPause");
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts must be within 1..%d, got %d".formatted(MAX_ATTEMPTS, attempts));
    }
    if (firstPause.isNegative()) {
      throw new IllegalArgumentException("firstPause must not be negative, got " + firstPause);
    }
  }

  /** The pause after the given failed attempt, counted from 1. */
  Duration pauseAfter(int attempt) {
    return firstPause.multipliedBy(1L << (attempt - 1));
  }
}
