package io.winnow.descriptor.source;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what hosts answered, and logs each change of their state once. */
final class HostWatch {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

  private HostWatch() {}

  static void answered(HostQueue host, long now) {
    HostHealth health = host.health();
    boolean wasBackedOff = health.isBackedOff();
    Duration silence = health.failingFor(now);
    health.answered(now);
    if (wasBackedOff && !health.isBackedOff()) {
      LOG.info("Host {} answers again after {} s", shown(host), silence.toSeconds());
    }
  }

  static void failed(HostQueue host, IOException e, long now) {
    if (host.place().isEmpty()) {
      return; // a file: it has no host whose fault that could be
    }
    HostHealth health = host.health();
    boolean wasBackedOff = health.isBackedOff();
    boolean wasGivenUp = health.isGivenUp();
    if (e instanceof BusyException busy) {
      health.busy(now, busy.asked());
    } else {
      health.failed(now);
    }
    if (health.isGivenUp() && !wasGivenUp) {
      LOG.warn(
          "Host {} has not answered for {} s: its images go to the dead letters until it does",
          shown(host),
          health.failingFor(now).toSeconds());
    } else if (health.isBackedOff() && !wasBackedOff) {
      LOG.warn(
          "Host {} is backed off, its images wait ({}): {}",
          shown(host),
          FetchFailure.of(e).tag(),
          ShownAddress.text(e.toString()));
    }
  }

  private static String shown(HostQueue host) {
    return ShownAddress.of(host.place());
  }
}
