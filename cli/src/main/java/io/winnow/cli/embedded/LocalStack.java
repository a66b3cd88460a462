package io.winnow.cli.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import io.winnow.cli.service.Metrics;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.serde.InnermostCause;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.SubjectAdmin;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Everything on one machine: Kafka, schema registry, topics, descriptor worker and streams
 * application, with data in one directory that survives restarts.
 */
public final class LocalStack implements AutoCloseable {

  private static final short ONE_REPLICA = 1;
  // A member that was killed must not hold up the next start for the default of 45 s.
  private static final String SESSION_TIMEOUT_MS = "10000";
  private static final Duration STREAMS_START_LIMIT = Duration.ofMinutes(2);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

  private final LocalStackSettings settings;
  private final MeterRegistry meters;
  private final Consumer<String> progress;
  private final OpenParts parts = new OpenParts();

  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private volatile KafkaProbe probe;
  private volatile WorkerRunner worker;
  private volatile StreamsRunner streams;

  /**
   * Nothing is opened before {@link #start}.
   *
   * @param meters where the services count
   * @param progress hears a line before each step
   */
  public LocalStack(LocalStackSettings settings, MeterRegistry meters, Consumer<String> progress) {
    this.settings = settings;
    this.meters = meters;
    this.progress = progress;
  }

  /**
   * Starts all parts and returns when rounds can be run. To be called once; closed again if a part
   * fails.
   *
   * @param softwareVersion for manifests
   * @throws EmbeddedStackException if a part cannot start
   */
  public LocalStack start(String softwareVersion) throws InterruptedException {
    try {
      parts.add(DataLock.of(settings.directory()));
      startServers();
      probe = parts.add(new KafkaProbe(kafka.bootstrapServers(), PROBE_LIMIT));
      createTopics();
      startServices(softwareVersion);
      return this;
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** The value of {@code bootstrap.servers} for clients. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The value of {@code schema.registry.url} for clients. */
  public String registryUrl() {
    return registry.url();
  }

  /** The topics; each call opens a registry client of its own. */
  public TopicCatalog catalog() {
    return new TopicCatalog(connection());
  }

  /** Whether Kafka, the registry and both services work; asks Kafka, for at most 3 seconds. */
  public boolean healthy() {
    return !parts.isClosed()
        && probe != null
        && !registry.exit().isDone()
        && worker != null
        && worker.isRunning()
        && streams != null
        && streams.healthy()
        && probe.answers();
  }

  /**
   * Waits until the stack is closed.
   *
   * @throws EmbeddedStackException if a part ended by itself; names it
   */
  public void join() {
    CompletableFuture<Void> registryEnd =
        registry
            .exit()
            .thenAccept(
                code -> {
                  if (!parts.isClosed()) {
                    throw new EmbeddedStackException(
                        "Schema registry ended with exit code " + code + ", see " + registry.log());
                  }
                });
    try {
      CompletableFuture.anyOf(
              CompletableFuture.runAsync(worker::join, LocalStack::onThread),
              CompletableFuture.runAsync(this::joinStreams, LocalStack::onThread),
              registryEnd)
          .join();
    } catch (CompletionException e) {
      if (parts.isClosed()) {
        return;
      }
      throw e.getCause() instanceof EmbeddedStackException stack
          ? stack
          : new EmbeddedStackException(InnermostCause.words(e), e.getCause());
    }
  }

  /** Stops the services, then the servers they need. Does nothing the second time. */
  @Override
  public void close() {
    parts.close();
  }

  private void startServers() {
    Path directory = settings.directory();
    progress.accept("starting Kafka and the schema registry");
    // Both take seconds and do not need each other.
    CompletableFuture<EmbeddedRegistry> starting =
        CompletableFuture.supplyAsync(
            () ->
                parts.add(
                    EmbeddedRegistry.start(directory.resolve("registry"), settings.registryPort())),
            LocalStack::onThread);
    EmbeddedStackException failure = null;
    try {
      kafka = parts.add(EmbeddedKafka.start(directory.resolve("kafka"), settings.kafkaPort()));
    } catch (EmbeddedStackException e) {
      failure = e;
    }
    try {
      registry = starting.join();
    } catch (CompletionException e) {
      failure = failure != null ? failure : unwrap(e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static EmbeddedStackException unwrap(CompletionException error) {
    return error.getCause() instanceof EmbeddedStackException stack
        ? stack
        : new EmbeddedStackException("Schema registry cannot start", error.getCause());
  }

  private void createTopics() throws InterruptedException {
    progress.accept("creating topics");
    TopicCatalog topics = catalog();
    try (Admin admin = Admin.create(connection())) {
      TopicAdmin topicAdmin = new TopicAdmin(admin);
      int partitions = topicAdmin.partitionsOr(topics, settings.partitions());
      topicAdmin.create(topics, partitions, ONE_REPLICA);
    }
    new SubjectAdmin(topics).register();
  }

  private void startServices(String softwareVersion) throws InterruptedException {
    progress.accept("starting the descriptor worker (encoder " + settings.encoder() + ")");
    worker = parts.add(new WorkerRunner(new WorkerConfig(workerSettings()), meters));
    worker.start();
    progress.accept("starting the streams application");
    streams =
        parts.add(StreamsRunner.start(new StreamsAppConfig(streamsSettings()), softwareVersion));
    if (!streams.awaitRunning(STREAMS_START_LIMIT)) {
      throw new EmbeddedStackException(
          "the streams application did not start within " + STREAMS_START_LIMIT.toSeconds() + " s");
    }
    parts.add(Metrics.bindStreams(streams, meters));
  }

  private Map<String, Object> workerSettings() {
    Map<String, Object> worker = new HashMap<>(connection());
    worker.put(WorkerConfig.ENCODER, settings.encoder());
    settings.backbone().ifPresent(backbone -> worker.put(WorkerConfig.BACKBONE, backbone));
    worker.put(WorkerConfig.BACKEND, settings.backend());
    worker.put(WorkerConfig.HTTP_HOSTS, settings.httpHosts());
    // A stable name: a start after a kill ends the predecessor's open transaction at once.
    worker.put(WorkerConfig.INSTANCE_ID, "local");
    worker.put("consumer.session.timeout.ms", SESSION_TIMEOUT_MS);
    settings.imageRoot().ifPresent(root -> worker.put(WorkerConfig.FILE_ROOT, root.toString()));
    return worker;
  }

  private Map<String, Object> streamsSettings() {
    Map<String, Object> application = new HashMap<>(connection());
    application.put(StreamsAppConfig.KAFKA_PREFIX + "session.timeout.ms", SESSION_TIMEOUT_MS);
    application.put(StreamsAppConfig.STATE_DIR, settings.directory().resolve("state").toString());
    return application;
  }

  private Map<String, Object> connection() {
    return Map.of(
        StreamsAppConfig.BOOTSTRAP_SERVERS,
        kafka.bootstrapServers(),
        RegistryConfig.URL,
        registry.url());
  }

  private void joinStreams() {
    try {
      streams.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStackException("interrupted while the streams application ran", e);
    }
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "winnow-local-stack");
    thread.setDaemon(true);
    thread.start();
  }
}
