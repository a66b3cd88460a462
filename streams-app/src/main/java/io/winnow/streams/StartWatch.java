package io.winnow.streams;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says now and then what an instance waits for that has no partitions yet: after a kill that can be
 * half a minute, in which Kafka's clients log nothing.
 */
final class StartWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Supplier<KafkaStreams.State> state;
  private final BooleanSupplier assigned;
  private final Restorations restorations;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "winnow-start-watch");
            thread.setDaemon(true);
            return thread;
          });

  private long waitingTicks;

  /**
   * @param assigned whether the instance has partitions
   */
  StartWatch(
      Supplier<KafkaStreams.State> state, BooleanSupplier assigned, Restorations restorations) {
    this.state = state;
    this.assigned = assigned;
    this.restorations = restorations;
  }

  void start() {
    timer.scheduleAtFixedRate(
        this::tell, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns what the instance waits for, in a line; it works if that is empty. */
  String waitsFor() {
    KafkaStreams.State now = state.get();
    if (now != KafkaStreams.State.REBALANCING) {
      return now == KafkaStreams.State.CREATED ? "its threads to start" : "";
    }
    String restored = restorations.unfinished();
    if (!restored.isEmpty()) {
      return restored;
    }
    return assigned.getAsBoolean()
        ? "the committed offsets of its partitions: brokers withhold them while the transaction of an"
            + " instance that was killed is open, up to its transaction.timeout.ms"
        : "the group to give it partitions: that takes up to the session time-out of members that"
            + " are gone";
  }

  private void tell() {
    try {
      String reason = waitsFor();
      waitingTicks = reason.isEmpty() ? 0 : waitingTicks + 1;
      if (waitingTicks > 0) {
        LOG.info("waits for {} ({} s)", reason, waitingTicks * INTERVAL.toSeconds());
      }
    } catch (IllegalStateException e) {
      LOG.debug("stopped meanwhile", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
