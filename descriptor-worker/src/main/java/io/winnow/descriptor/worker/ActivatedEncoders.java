package io.winnow.descriptor.worker;

import io.winnow.descriptor.encoder.Encoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one describing loop per pool and activated encoder. A loop that cannot start, or ends by a
 * failure, is tried again; the others go on meanwhile. For one thread.
 */
final class ActivatedEncoders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ActivatedEncoders.class);

  private final Function<String, Optional<Encoder>> published;
  private final BiFunction<PoolEncoder, Encoder, DescribingLoop> opener;
  private final WorkerMetrics metrics;
  private final long retryNanos;

  private final Map<PoolEncoder, DescribingLoop> running = new TreeMap<>();
  private final Map<PoolEncoder, Wait> waiting = new HashMap<>();

  private record Wait(String reason, long sinceNanos) {}

  /**
   * @param published finds an encoder by its id; empty if it is not there (yet)
   * @param opener opens a loop, not started
   * @param retry pause before a loop that could not start is tried again
   */
  ActivatedEncoders(
      Function<String, Optional<Encoder>> published,
      BiFunction<PoolEncoder, Encoder, DescribingLoop> opener,
      WorkerMetrics metrics,
      Duration retry) {
    this.published = published;
    this.opener = opener;
    this.metrics = metrics;
    this.retryNanos = retry.toNanos();
  }

  /** Starts and stops loops until there is one for each of these, as far as possible. */
  void reconcile(Set<PoolEncoder> wanted) {
    stopAll(wanted);
    collectFailed();
    waiting.keySet().retainAll(wanted);
    for (PoolEncoder one : wanted) {
      if (!running.containsKey(one) && due(one)) {
        start(one);
      }
    }
    metrics.encoderLoops(running.size(), waiting.size());
  }

  private boolean due(PoolEncoder one) {
    Wait wait = waiting.get(one);
    return wait == null || System.nanoTime() - wait.sinceNanos() >= retryNanos;
  }

  private void start(PoolEncoder wanted) {
    try {
      Optional<Encoder> encoder = published.apply(wanted.encoderId());
      if (encoder.isEmpty()) {
        defer(wanted, "the encoder is not in the topic of encoders (yet)");
        return;
      }
      DescribingLoop loop = opener.apply(wanted, encoder.get());
      loop.start();
      running.put(wanted, loop);
      waiting.remove(wanted);
      LOG.info("Describing pool {} by encoder {} too", wanted.pool(), wanted.encoderId());
    } catch (RuntimeException e) {
      defer(wanted, e.getMessage());
    }
  }

  /** Logs a reason once, not at every try. */
  private void defer(PoolEncoder wanted, String reason) {
    Wait before = waiting.put(wanted, new Wait(reason, System.nanoTime()));
    if (before == null || !before.reason().equals(reason)) {
      LOG.warn(
          "Pool {} cannot be described by encoder {}; will try again: {}",
          wanted.pool(),
          wanted.encoderId(),
          reason);
    }
  }

  private void stopAll(Set<PoolEncoder> except) {
    Map<PoolEncoder, DescribingLoop> stopped = new TreeMap<>(running);
    stopped.keySet().removeAll(except);
    // All are told before any is waited for.
    stopped.values().forEach(DescribingLoop::stop);
    stopped.values().forEach(DescribingLoop::close);
    running.keySet().removeAll(stopped.keySet());
  }

  private void collectFailed() {
    Map<PoolEncoder, DescribingLoop> ended = new TreeMap<>(running);
    ended.values().removeIf(loop -> !loop.finished().isDone());
    ended.forEach(
        (one, loop) -> {
          running.remove(one);
          defer(one, reason(loop));
        });
  }

  private static String reason(DescribingLoop ended) {
    try {
      ended.finished().join();
      return "the loop ended";
    } catch (CompletionException e) {
      return e.getCause().getMessage();
    }
  }

  @Override
  public void close() {
    stopAll(Set.of());
    metrics.encoderLoops(0, 0);
  }
}
