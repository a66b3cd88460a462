package io.winnow.cli.embedded;

import io.winnow.schemas.serde.InnermostCause;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and KRaft controller at once, inside this JVM and bound to the loopback
 * interface. Its directory survives: a later start on it finds topics, offsets and transactions
 * again. Not replicated, hence for trying things out, demonstrations and tests only.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  private static final String HOST = "127.0.0.1";
  private static final int NODE_ID = 1;
  private static final String CLIENT_LISTENER = "PLAINTEXT";
  private static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String META_PROPERTIES = "meta.properties";
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the node and returns when it accepts clients.
   *
   * @param directory where Kafka keeps its data; made and formatted if it is new
   * @param port client port on the loopback interface; 0 takes a free one
   * @throws EmbeddedStackException if the port is taken or the directory cannot be used
   */
  public static EmbeddedKafka start(Path directory, int port) {
    int clientPort = LocalPorts.claim(port, "Kafka");
    // Nobody but this node talks to its controller, so its port need not be known beforehand.
    int controllerPort = LocalPorts.claim(0, "Kafka controller");
    KafkaRaftServer server = null;
    try {
      formatIfNew(directory);
      server =
          new KafkaRaftServer(
              new KafkaConfig(settings(directory, clientPort, controllerPort)), Time.SYSTEM);
      server.startup();
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      throw new EmbeddedStackException(
          "Kafka cannot start in "
              + directory
              + " on port "
              + clientPort
              + ": "
              + InnermostCause.words(e),
          e);
    }
    LOG.info("Kafka listens on {}:{}, data in {}", HOST, clientPort, directory);
    return new EmbeddedKafka(server, clientPort);
  }

  /** The value of {@code bootstrap.servers} for clients. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /**
   * Stops the node after a controlled shutdown: logs are flushed, nothing needs recovery. A broker
   * whose controller has died would wait for it for minutes, and one that ends the JVM for ever:
   * after the limit the node is left to the end of the process, and its next start recovers.
   *
   * @throws EmbeddedStackException if it does not stop within half a minute
   */
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  void close(Duration limit) {
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(
            () -> {
              server.shutdown();
              server.awaitShutdown();
            },
            EmbeddedKafka::onThread);
    try {
      stopped.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EmbeddedStackException("Kafka did not stop within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new EmbeddedStackException("Kafka did not stop: " + InnermostCause.words(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStackException("interrupted while Kafka stopped", e);
    }
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "winnow-kafka-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private static void formatIfNew(Path directory) throws Exception {
    if (Files.exists(directory.resolve(META_PROPERTIES))) {
      return;
    }
    Files.createDirectories(directory);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new Formatter()
        .setPrintStream(new PrintStream(output, true, StandardCharsets.UTF_8))
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(CONTROLLER_LISTENER)
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .run();
    LOG.info("{}", output.toString(StandardCharsets.UTF_8).strip());
  }

  private static Properties settings(Path directory, int clientPort, int controllerPort) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    // A static quorum: the controller's port may then differ from start to start.
    settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    String clientEndpoint = CLIENT_LISTENER + "://" + HOST + ":" + clientPort;
    settings.put(
        "listeners",
        clientEndpoint + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", clientEndpoint);
    settings.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    settings.put("inter.broker.listener.name", CLIENT_LISTENER);
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    // Usually a week after a group stopped its offsets are forgotten, and its next start would read
    // everything again. Here a stack may well rest longer.
    settings.put("offsets.retention.minutes", Long.toString(Duration.ofDays(3650).toMinutes()));
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // A single local consumer need not wait for others to join its group.
    settings.put("group.initial.rebalance.delay.ms", "0");
    // The cleaner's default buffer of 128 MiB is meant for servers with far larger topics.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
    return settings;
  }
}
