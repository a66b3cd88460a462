package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.Winnow;
import io.winnow.cli.embedded.EmbeddedKafka;
import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/**
 * One broker and one registry that keep everything below one directory, and so go on where they
 * stopped when they are started there again, by this version or another.
 */
final class SingleNode implements AutoCloseable {

  static final String APPLICATION = "winnow-streams";

  private final Path directory;
  private final EmbeddedKafka kafka;
  private final EmbeddedRegistry registry;
  private final TestClients clients;

  private SingleNode(Path directory, EmbeddedKafka kafka, EmbeddedRegistry registry) {
    this.directory = directory;
    this.kafka = kafka;
    this.registry = registry;
    this.clients = new TestClients(kafka.bootstrapServers());
  }

  static SingleNode start(Path directory) {
    EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    try {
      return new SingleNode(
          directory, EmbeddedKafka.start(directory.resolve("kafka"), 0), registry);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  TestClients clients() {
    return clients;
  }

  TopicCatalog topics() {
    return new TopicCatalog(Map.of(RegistryConfig.URL, registry.url()));
  }

  /** Settings of a streams instance whose state is below the directory, too. */
  Map<String, Object> streamsSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    settings.put(RegistryConfig.URL, registry.url());
    settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
    settings.put(StreamsAppConfig.STATE_DIR, stateDirectory(directory).toString());
    return settings;
  }

  static Path stateDirectory(Path directory) {
    return directory.resolve("state");
  }

  StreamsRunner startStreams() {
    return StreamsRunner.start(new StreamsAppConfig(streamsSettings()), "test");
  }

  /** Runs a command that must succeed. */
  void run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Winnow.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = Arrays.copyOf(arguments, arguments.length + 4);
    all[arguments.length] = "--bootstrap-servers";
    all[arguments.length + 1] = kafka.bootstrapServers();
    all[arguments.length + 2] = "--registry";
    all[arguments.length + 3] = registry.url();
    assertThat(command.execute(all)).as("%s%s", out, err).isZero();
  }

  @Override
  public void close() {
    clients.close();
    kafka.close();
    registry.close();
  }
}
