package io.winnow.descriptor.worker;

import java.time.Duration;

/** For how long something has been so. For one thread. */
final class Lasting {

  private boolean so;
  private long sinceNanos;

  /** Hears whether it is so now; when it no longer is, time starts anew. */
  void note(boolean now) {
    if (now && !so) {
      sinceNanos = System.nanoTime();
    }
    so = now;
  }

  /** Returns whether it is so and has been for that long. */
  boolean atLeast(Duration duration) {
    return so && System.nanoTime() - sinceNanos >= duration.toNanos();
  }
}
