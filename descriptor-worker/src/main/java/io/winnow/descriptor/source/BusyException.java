package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.Optional;

/** A server is there, but asks to come again later (429, or a Retry-After). */
final class BusyException extends StatusException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  /**
   * @param wait how long it asks to wait, if it says so
   */
  BusyException(String answer, Optional<Duration> wait) {
    super(
        answer + wait.map(asked -> ", asks to wait " + asked.toSeconds() + " seconds").orElse(""));
    this.wait = wait;
  }

  Optional<Duration> asked() {
    return wait;
  }
}
