package io.winnow.descriptor.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.image.RejectionKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The worker's meters. Their names are public API: docs/metrics.md. */
final class WorkerMetrics {

  private static final String PREFIX = "winnow.worker.";

  private final MeterRegistry registry;
  private final Counter described;
  private final Map<RejectionKind, Counter> rejected = new EnumMap<>(RejectionKind.class);
  private final Counter retried;
  private final Counter aborted;
  private final DistributionSummary batchSize;
  private final Timer fetch;
  private final Timer decode;
  private final Timer inference;
  private final Timer transaction;
  private final Map<Object, Integer> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger loops = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    described = registry.counter(PREFIX + "images.described");
    for (RejectionKind kind : RejectionKind.values()) {
      rejected.put(kind, registry.counter(PREFIX + "images.rejected", "kind", kind.tag()));
    }
    retried = registry.counter(PREFIX + "fetch.retries");
    aborted = registry.counter(PREFIX + "transactions.aborted");
    batchSize =
        DistributionSummary.builder(PREFIX + "batch.size").baseUnit("images").register(registry);
    fetch = registry.timer(PREFIX + "fetch.time");
    decode = registry.timer(PREFIX + "decode.time");
    inference = registry.timer(PREFIX + "inference.time");
    transaction = registry.timer(PREFIX + "transaction.time");
    Gauge.builder(
            PREFIX + "images.in.flight",
            inFlight,
            all -> all.values().stream().mapToInt(Integer::intValue).sum())
        .register(registry);
    Gauge.builder(PREFIX + "encoder.loops", loops, AtomicInteger::get).register(registry);
    Gauge.builder(PREFIX + "encoder.loops.waiting", waiting, AtomicInteger::get).register(registry);
  }

  /** Shows how much of the budget is in hand. */
  void watch(PixelBudget pixels) {
    Gauge.builder(PREFIX + "pixels.in.flight", pixels, PixelBudget::inHand)
        .baseUnit("pixels")
        .strongReference(true)
        .register(registry);
  }

  /** A step that may find the image unusable. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws ImageRejectedException, InterruptedException;
  }

  <T> T timeFetch(Step<T> step) throws ImageRejectedException, InterruptedException {
    return time(fetch, step);
  }

  <T> T timeDecode(Step<T> step) throws ImageRejectedException, InterruptedException {
    return time(decode, step);
  }

  private static <T> T time(Timer timer, Step<T> step)
      throws ImageRejectedException, InterruptedException {
    Timer.Sample sample = Timer.start();
    try {
      return step.run();
    } finally {
      sample.stop(timer);
    }
  }

  <T> T timeInference(int images, Supplier<T> inferenceStep) {
    batchSize.record(images);
    return inference.record(inferenceStep);
  }

  void timeTransaction(Runnable commit) {
    transaction.record(commit);
  }

  void described() {
    described.increment();
  }

  void rejected(RejectionKind kind) {
    rejected.get(kind).increment();
  }

  void retried() {
    retried.increment();
  }

  void aborted() {
    aborted.increment();
  }

  /** Images that one of the describing loops holds. */
  void inFlight(Object loop, int images) {
    if (images == 0) {
      inFlight.remove(loop);
    } else {
      inFlight.put(loop, images);
    }
  }

  /** Loops of activated encoders: those that run and those that cannot start yet. */
  void encoderLoops(int running, int unable) {
    loops.set(running);
    waiting.set(unable);
  }
}
