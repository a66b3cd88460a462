package io.winnow.benchmarks;

import io.winnow.cli.console.ProductVersion;
import io.winnow.cli.embedded.EmbeddedKafka;
import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * One Kafka node in this JVM and a schema registry beside it, as {@code winnow up} starts them, in
 * a temporary directory that is deleted at the end.
 */
public final class EmbeddedCluster implements AutoCloseable {

  private static final short ONE_REPLICA = 1;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final EmbeddedKafka kafka;
  private final EmbeddedRegistry registry;
  private final Admin admin;

  private EmbeddedCluster(Path directory, EmbeddedKafka kafka, EmbeddedRegistry registry) {
    this.directory = directory;
    this.kafka = kafka;
    this.registry = registry;
    this.admin = Admin.create(Map.of(StreamsAppConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers()));
  }

  /** Starts both; they listen on free ports of this machine. */
  public static EmbeddedCluster start() throws IOException {
    Path directory = Files.createTempDirectory("winnow-benchmark");
    EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    try {
      return new EmbeddedCluster(
          directory, EmbeddedKafka.start(directory.resolve("kafka"), 0), registry);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /** A client that is closed with the cluster. */
  public Admin admin() {
    return admin;
  }

  /** A folder that is deleted with the cluster. */
  public Path directory() {
    return directory;
  }

  /** Settings that name the cluster and its registry. */
  public Map<String, Object> connection() {
    return Map.of(
        StreamsAppConfig.BOOTSTRAP_SERVERS,
        kafka.bootstrapServers(),
        RegistryConfig.URL,
        registry.url());
  }

  /** Creates all topics of a catalogue and waits until they are there. */
  public TopicCatalog createTopics(String prefix, int partitions) throws InterruptedException {
    TopicCatalog catalog = new TopicCatalog(prefix, connection());
    new TopicAdmin(admin).create(catalog, partitions, ONE_REPLICA);
    return catalog;
  }

  /** Starts the streams application and waits until it has its partitions. */
  public static StreamsRunner startStreams(StreamsAppConfig config) throws InterruptedException {
    StreamsRunner runner = StreamsRunner.start(config, ProductVersion.number());
    if (!runner.awaitRunning(START_LIMIT)) {
      runner.close();
      throw new BenchmarkException(
          "the streams application did not start within " + START_LIMIT.toSeconds() + " s");
    }
    return runner;
  }

  @Override
  public void close() throws IOException {
    admin.close();
    kafka.close();
    registry.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
