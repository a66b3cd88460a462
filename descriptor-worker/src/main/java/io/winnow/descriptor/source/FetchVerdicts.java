package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Decides, after an attempt that failed, whether an image is tried again, and when. */
final class FetchVerdicts {

  private final RetryPolicy retries;
  private final Duration longestWait;

  FetchVerdicts(RetryPolicy retries, Duration longestWait) {
    this.retries = retries;
    this.longestWait = longestWait;
  }

  /**
   * Notes a failed attempt, and when the next one is due.
   *
   * @return why the image is given up; empty if it is tried again
   */
  Optional<ImageRejectedException> failed(Ticket ticket, IOException e, long now) {
    // A host that asks to come again is there: that is no failure of the image.
    return e instanceof BusyException ? busy(ticket, e, now) : broken(ticket, e, now);
  }

  private Optional<ImageRejectedException> busy(Ticket ticket, IOException e, long now) {
    if (ticket.busySince == null) {
      ticket.busySince = now;
    }
    long waited = now - ticket.busySince;
    if (waited >= longestWait.toNanos()) {
      return Optional.of(
          Rejections.unreachable(
              ticket.address(),
              "is unreachable: still to be asked later after %d seconds (fetch.retry.after.max.ms): %s"
                  .formatted(Duration.ofNanos(waited).toSeconds(), e.getMessage()),
              e));
    }
    ticket.dueAt = now;
    return Optional.empty();
  }

  private Optional<ImageRejectedException> broken(Ticket ticket, IOException e, long now) {
    ticket.failures++;
    if (ticket.failures >= retries.attempts()) {
      return Optional.of(
          Rejections.unreachable(
              ticket.address(),
              "is unreachable after %d attempts: %s".formatted(ticket.failures, e),
              e));
    }
    ticket.dueAt = now + retries.pauseAfter(ticket.failures).toNanos();
    return Optional.empty();
  }

  /** Why an image is given up whose host is. */
  ImageRejectedException givenUp(Ticket ticket, HostQueue host, long now) {
    return Rejections.unreachable(
        ticket.address(),
        "is unreachable: host %s has not answered for %d seconds"
            .formatted(ShownAddress.of(host.place()), host.health().failingFor(now).toSeconds()),
        null);
  }
}
