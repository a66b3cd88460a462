package io.winnow.descriptor.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.published.PublishedEncoders;
import io.winnow.schemas.client.KafkaUnreachableException;
import io.winnow.schemas.serde.InnermostCause;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.TopicCheck;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a worker's life: checks the topics, loads the encoder, runs the worker on a thread of its
 * own and closes everything it opened. Never ends the process; a failure comes out of {@link
 * #join}.
 */
public final class WorkerRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRunner.class);

  /** Pause before a loop that could not start is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final WorkerConfig config;
  private final WorkerMetrics metrics;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private volatile DescribingLoop loop;
  private volatile RuntimeException activationFailure;
  private String encoderId;

  /** Nothing is opened before {@link #start}. */
  public WorkerRunner(WorkerConfig config, MeterRegistry meters) {
    this.config = Objects.requireNonNull(config, "config");
    this.metrics = new WorkerMetrics(Objects.requireNonNull(meters, "meters"));
  }

  /**
   * Starts the worker and returns once its threads run. To be called once.
   *
   * @return this
   * @throws WorkerFailedException if a topic is missing or wrong; names each and the command that
   *     mends it
   * @throws RuntimeException if the encoder cannot be loaded or Kafka not be reached
   */
  public WorkerRunner start() {
    TopicCatalog catalog = config.catalog();
    int partitions =
        KafkaUnreachableException.explaining(config.adminSettings(), () -> checkTopics(catalog));
    Encoder encoder = Encoders.load(config.encoder());
    encoderId = encoder.encoderId();
    Resources resources = new Resources();
    try {
      DescribingLoops loops =
          resources.add(new DescribingLoops(config, catalog, partitions, metrics));
      loop = loops.openDefault(encoder);
      loop.start();
      resources.add(loop);
      EncoderActivation activation = activation(resources, catalog, loops);
      activation.start();
      resources.add(activation);
    } catch (RuntimeException e) {
      resources.closeAfter(e);
      loop = null;
      throw e;
    }
    // It completes by finished, whatever becomes of this stage.
    CompletableFuture<Void> unused =
        loop.finished().whenComplete((nothing, failure) -> end(resources, failure));
    LOG.info("Worker started: encoder {}, topics {}*", encoderId, config.topicPrefix());
    return this;
  }

  private int checkTopics(TopicCatalog catalog) {
    try (Admin admin = Admin.create(config.adminSettings())) {
      TopicCheck check = new TopicAdmin(admin).check(catalog);
      check.earlyRemovals().forEach(LOG::warn);
      return check
          .partitions()
          .orElseThrow(() -> new WorkerFailedException(String.join("; ", check.problems())));
    }
  }

  private EncoderActivation activation(
      Resources resources, TopicCatalog catalog, DescribingLoops loops) {
    PolicyFollower policies =
        resources.add(
            new PolicyFollower(
                catalog.policies(), new KafkaConsumer<>(config.readerSettings()), encoderId));
    PublishedEncoders published =
        resources.add(
            new PublishedEncoders(
                catalog.encoders(), new KafkaConsumer<>(config.readerSettings())));
    ActivatedEncoders encoders =
        resources.add(new ActivatedEncoders(published::find, loops::openFor, metrics, RETRY));
    return new EncoderActivation(policies, encoders, this::activationFailed);
  }

  private void activationFailed(RuntimeException failure) {
    activationFailure = failure;
    loop.stop();
  }

  private void end(Resources resources, Throwable loopFailure) {
    RuntimeException failure = loopFailure == null ? null : failed(loopFailure);
    failure = resources.closeAfter(failure);
    if (failure == null && activationFailure != null) {
      failure = failed(activationFailure);
    }
    if (failure == null) {
      LOG.info("Worker stopped");
      finished.complete(null);
    } else {
      LOG.error("Worker stopped by a failure", failure);
      finished.completeExceptionally(failure);
    }
  }

  private static WorkerFailedException failed(Throwable cause) {
    return cause instanceof WorkerFailedException known
        ? known
        : new WorkerFailedException("worker failed: " + InnermostCause.words(cause), cause);
  }

  /** The identity of the encoder in use; null before {@link #start}. */
  public String encoderId() {
    return encoderId;
  }

  public boolean isRunning() {
    return loop != null && !finished.isDone();
  }

  /**
   * Waits until the worker has ended and everything is closed.
   *
   * @throws WorkerFailedException if it ended by itself
   */
  public void join() {
    try {
      finished.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof WorkerFailedException failed ? failed : failed(e.getCause());
    }
  }

  /**
   * Stops the worker: commits the batch that is ready, leaves the rest to whoever reads on, and
   * waits for the end. A failure is not thrown here but logged, and comes out of {@link #join}.
   */
  @Override
  public void close() {
    if (loop != null) {
      loop.stop();
      finished.exceptionally(failure -> null).join();
    }
  }
}
