package io.winnow.descriptor.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.source.ImageSource;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.TopicCheck;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a worker's life: checks the topics, loads the encoder, runs the worker on a thread of its
 * own and closes everything it opened. Never ends the process; a failure comes out of {@link
 * #join}.
 */
public final class WorkerRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRunner.class);

  private final WorkerConfig config;
  private final WorkerMetrics metrics;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private volatile DescriptorWorker worker;
  private String encoderId;

  /** Nothing is opened before {@link #start}. */
  public WorkerRunner(WorkerConfig config, MeterRegistry meters) {
    this.config = Objects.requireNonNull(config, "config");
    this.metrics = new WorkerMetrics(Objects.requireNonNull(meters, "meters"));
  }

  /**
   * Starts the worker and returns once its thread runs. To be called once.
   *
   * @return this
   * @throws WorkerFailedException if a topic is missing or wrong; names each and the command that
   *     mends it
   * @throws RuntimeException if the encoder cannot be loaded or Kafka not be reached
   */
  public WorkerRunner start() {
    TopicCatalog catalog = config.catalog();
    int partitions = checkTopics(catalog);
    Encoder encoder = Encoders.load(config.encoder());
    encoderId = encoder.encoderId();
    Resources resources = new Resources();
    try {
      worker = build(resources, catalog, partitions, encoder);
    } catch (RuntimeException e) {
      resources.closeAfter(e);
      throw e;
    }
    Thread thread = new Thread(() -> work(resources), "winnow-worker");
    thread.start();
    LOG.info("Worker started: encoder {}, topics {}*", encoderId, config.topicPrefix());
    return this;
  }

  private int checkTopics(TopicCatalog catalog) {
    try (Admin admin = Admin.create(config.adminSettings())) {
      TopicCheck check = new TopicAdmin(admin).check(catalog);
      return check
          .partitions()
          .orElseThrow(() -> new WorkerFailedException(String.join("; ", check.problems())));
    }
  }

  private DescriptorWorker build(
      Resources resources, TopicCatalog catalog, int partitions, Encoder encoder) {
    Describer describer =
        resources.add(
            config
                .backbone()
                .map(backbone -> Describer.open(encoder, backbone, config.backend()))
                .orElseGet(() -> Describer.open(encoder, config.backend())));
    ImageEncoder imageEncoder = ImageEncoder.of(describer);
    ImagePreparation preparation =
        new ImagePreparation(
            catalog.images().valueSerde().deserializer(),
            new ImageSource(config.source(), this::retrying),
            new ImageDecoder(config.maxImagePixels()),
            imageEncoder,
            metrics);
    Producer<byte[], byte[]> producer =
        resources.add(new KafkaProducer<>(config.producerSettings(catalog.maxRequestBytes())));
    producer.initTransactions();
    Consumer<byte[], byte[]> consumer =
        resources.add(new KafkaConsumer<>(config.consumerSettings()));
    ExecutorService fetchThreads = fetchThreads(config.fetchThreads());
    resources.add(fetchThreads::shutdownNow);
    return new DescriptorWorker(
        catalog.images().name(),
        config.batching(),
        consumer,
        producer,
        fetchThreads,
        preparation,
        new BatchDescriber(imageEncoder, metrics),
        new OutputRecords(catalog, partitions, imageEncoder.encoderId()),
        metrics);
  }

  private void retrying(URI uri, int attempt, IOException failure) {
    metrics.retried();
    LOG.debug("Attempt {} to fetch {} failed: {}", attempt, uri, failure.toString());
  }

  private static ExecutorService fetchThreads(int count) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, "winnow-worker-fetch-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private void work(Resources resources) {
    RuntimeException failure = null;
    try {
      worker.run();
    } catch (RuntimeException | Error e) {
      // Errors too (memory, native libraries): whoever waits in join must learn of them.
      failure = new WorkerFailedException("worker failed: " + e.getMessage(), e);
      LOG.error("Worker failed", e);
    } finally {
      failure = resources.closeAfter(failure);
      LOG.info("Worker stopped");
    }
    if (failure == null) {
      finished.complete(null);
    } else {
      finished.completeExceptionally(failure);
    }
  }

  /** The identity of the encoder in use; null before {@link #start}. */
  public String encoderId() {
    return encoderId;
  }

  public boolean isRunning() {
    return worker != null && !finished.isDone();
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
      throw e.getCause() instanceof WorkerFailedException failed
          ? failed
          : new WorkerFailedException("worker failed: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /**
   * Stops the worker: commits the batch that is ready, leaves the rest to whoever reads on, and
   * waits for the end.
   *
   * @throws WorkerFailedException if it had failed, or fails now
   */
  @Override
  public void close() {
    if (worker != null) {
      worker.stop();
      join();
    }
  }
}
