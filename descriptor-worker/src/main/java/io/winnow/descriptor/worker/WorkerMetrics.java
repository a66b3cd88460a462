package io.winnow.descriptor.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.winnow.descriptor.image.EncodedFormat;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.Oddity;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.source.FetchFailure;
import io.winnow.descriptor.source.Fetcher;
import io.winnow.descriptor.worker.Outcome.Rejected;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** The worker's meters. Their names are public API: docs/metrics.md. */
final class WorkerMetrics {

  private static final String PREFIX = "winnow.worker.";

  /** What is wrong with a picture that could be read. */
  private static final Set<RejectionKind> OF_PICTURES =
      EnumSet.of(
          RejectionKind.TOO_MANY_PIXELS,
          RejectionKind.TOO_MANY_SAMPLES,
          RejectionKind.UNDECODABLE,
          RejectionKind.DEGENERATE);

  /**
   * Images that a loop holds, by stage.
   *
   * @param fetching their images being fetched, or fetched and waiting to be decoded
   * @param preparing being read, decoded and resampled, or waiting for it
   * @param prepared waiting for a batch
   * @param describing in a batch: at the encoder, waiting for it, or waiting for the transaction
   */
  record Depths(int fetching, int preparing, int prepared, int describing) {

    int all() {
      return fetching + preparing + prepared + describing;
    }
  }

  private final MeterRegistry registry;
  private final Counter described;
  private final Counter retried;
  private final Counter aborted;
  private final Counter doneBefore;
  private final DistributionSummary batchSize;
  private final DistributionSummary batchFill;
  private final Timer fetch;
  private final Timer decode;
  private final Timer inference;
  private final Timer transaction;
  private final Map<Object, Depths> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger loops = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    described = registry.counter(PREFIX + "images.described");
    for (RejectionKind kind : RejectionKind.values()) {
      for (EncodedFormat format : EncodedFormat.values()) {
        if (format == EncodedFormat.NONE || OF_PICTURES.contains(kind)) {
          rejections(kind, format);
        }
      }
    }
    for (Oddity oddity : Oddity.values()) {
      oddities(oddity);
    }
    retried = registry.counter(PREFIX + "fetch.retries");
    aborted = registry.counter(PREFIX + "transactions.aborted");
    doneBefore = registry.counter(PREFIX + "records.done.before");
    for (FetchFailure failure : FetchFailure.values()) {
      failures(failure);
    }
    batchSize =
        DistributionSummary.builder(PREFIX + "batch.size").baseUnit("images").register(registry);
    batchFill = DistributionSummary.builder(PREFIX + "batch.fill").register(registry);
    fetch = registry.timer(PREFIX + "fetch.time");
    decode = registry.timer(PREFIX + "decode.time");
    inference = registry.timer(PREFIX + "inference.time");
    transaction = registry.timer(PREFIX + "transaction.time");
    gauge("images.in.flight", Depths::all).register(registry);
    gauge("images.queued", Depths::fetching).tag("stage", "fetch").register(registry);
    gauge("images.queued", Depths::preparing).tag("stage", "prepare").register(registry);
    gauge("images.queued", Depths::prepared).tag("stage", "batch").register(registry);
    gauge("images.queued", Depths::describing).tag("stage", "describe").register(registry);
    Gauge.builder(PREFIX + "encoder.loops", loops, AtomicInteger::get).register(registry);
    Gauge.builder(PREFIX + "encoder.loops.waiting", waiting, AtomicInteger::get).register(registry);
  }

  private Gauge.Builder<Map<Object, Depths>> gauge(String name, ToIntFunction<Depths> depth) {
    return Gauge.builder(
        PREFIX + name, inFlight, all -> all.values().stream().mapToInt(depth).sum());
  }

  private Counter rejections(RejectionKind kind, EncodedFormat format) {
    return registry.counter(PREFIX + "images.rejected", "kind", kind.tag(), "format", format.tag());
  }

  private Counter oddities(Oddity oddity) {
    return registry.counter(PREFIX + "images.odd", "kind", oddity.tag());
  }

  /** A picture was decoded though something beside its pixels is wrong. */
  void oddity(Oddity oddity) {
    oddities(oddity).increment();
  }

  /** Shows how much of the budget is in hand. */
  void watch(PixelBudget pixels) {
    Gauge.builder(PREFIX + "pixels.in.flight", pixels, PixelBudget::inHand)
        .baseUnit("pixels")
        .strongReference(true)
        .register(registry);
  }

  /** Shows what is being fetched and what is waited for. */
  void watch(Fetcher fetcher) {
    gauge("fetch.hosts.backed.off", fetcher, Fetcher::hostsBackedOff);
    gauge("fetch.images.waiting", fetcher, Fetcher::waiting);
    gauge("fetch.attempts.running", fetcher, Fetcher::running);
    gauge("fetch.bytes.in.hand", fetcher, Fetcher::bytesInHand);
  }

  private void gauge(String name, Fetcher fetcher, ToDoubleFunction<Fetcher> value) {
    Gauge.builder(PREFIX + name, fetcher, value).strongReference(true).register(registry);
  }

  /** A step that may find the image unusable. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws ImageRejectedException, InterruptedException;
  }

  /**
   * An image is here, or will never be.
   *
   * @param begunNanos when it was asked for, by {@link System#nanoTime}
   */
  void fetched(long begunNanos) {
    fetch.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
  }

  <T> T timeDecode(Step<T> step) throws ImageRejectedException, InterruptedException {
    Timer.Sample sample = Timer.start();
    try {
      return step.run();
    } finally {
      sample.stop(decode);
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

  void rejected(Rejected rejected) {
    rejections(rejected.kind(), rejected.format()).increment();
  }

  /** A batch goes to the encoder. */
  void batch(int images, int most) {
    batchFill.record((double) images / most);
  }

  private Counter failures(FetchFailure failure) {
    return registry.counter(PREFIX + "fetch.failures", "class", failure.tag());
  }

  /** An attempt to fetch an image failed. */
  void fetchFailed(FetchFailure failure, boolean again) {
    failures(failure).increment();
    if (again) {
      retried.increment();
    }
  }

  /** A record was read again whose descriptor or dead letter is written. */
  void doneBefore() {
    doneBefore.increment();
  }

  void aborted() {
    aborted.increment();
  }

  /** What one of the describing loops holds. */
  void inFlight(Object loop, Depths depths) {
    inFlight.put(loop, depths);
  }

  /** A loop holds nothing any more. */
  void ended(Object loop) {
    inFlight.remove(loop);
  }

  /** Loops of activated encoders: those that run and those that cannot start yet. */
  void encoderLoops(int running, int unable) {
    loops.set(running);
    waiting.set(unable);
  }
}
