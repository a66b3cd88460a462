package io.winnow.cli.kafka;

import io.winnow.cli.config.PropertiesFile;
import io.winnow.cli.console.CommandException;
import io.winnow.schemas.client.SettingNames;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that talks to a cluster; the defaults are the ports of {@code up}. */
public final class ConnectionOptions {

  /** Kafka of {@code winnow up}. */
  public static final int DEFAULT_KAFKA_PORT = 19_092;

  /** Schema registry of {@code winnow up}. */
  public static final int DEFAULT_REGISTRY_PORT = 18_081;

  /** Brokers of {@code winnow up}. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:" + DEFAULT_KAFKA_PORT;

  /** Registry address of {@code winnow up}. */
  public static final String DEFAULT_REGISTRY_URL =
      "http://127.0.0.1:" + DEFAULT_REGISTRY_PORT + "/apis/ccompat/v7";

  private static final String CLIENT_CONFIG = "--client-config";

  private static final SettingNames CLIENT_NAMES =
      SettingNames.ofKafkaAnd(RegistryConfig.clientNames());

  // A person waits; services have longer limits.
  private static final int REGISTRY_RETRY_MS = 5_000;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:WINNOW_BOOTSTRAP_SERVERS:-" + DEFAULT_BOOTSTRAP_SERVERS + "}",
      description =
          "Kafka, comma-separated (default: $WINNOW_BOOTSTRAP_SERVERS, else the Kafka of"
              + " 'winnow up', "
              + DEFAULT_BOOTSTRAP_SERVERS
              + ").")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "${env:WINNOW_SCHEMA_REGISTRY_URL:-" + DEFAULT_REGISTRY_URL + "}",
      description =
          "Schema registry (default: $WINNOW_SCHEMA_REGISTRY_URL, else the registry of"
              + " 'winnow up', "
              + DEFAULT_REGISTRY_URL
              + ").")
  private String registryUrl;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "${env:WINNOW_TOPIC_PREFIX:-" + TopicCatalog.DEFAULT_PREFIX + "}",
      description =
          "Start of every topic's name (default: $WINNOW_TOPIC_PREFIX, else '"
              + TopicCatalog.DEFAULT_PREFIX
              + "').")
  private String prefix;

  @Option(
      names = CLIENT_CONFIG,
      paramLabel = "FILE",
      description =
          "Properties file with more settings of Kafka and registry clients (TLS, SASL), under"
              + " their own names; unknown ones are errors.")
  private Path clientConfig;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Whether the registry is that of the cluster: a cluster other than that of {@code up} has none
   * unless it is named.
   */
  public boolean registryGiven() {
    return !registryUrl.equals(DEFAULT_REGISTRY_URL)
        || bootstrapServers.equals(DEFAULT_BOOTSTRAP_SERVERS);
  }

  /** The value of {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Settings common to Kafka's clients and the registry client.
   *
   * @throws CommandException if the file of {@code --client-config} cannot be read or names other
   *     servers than the options
   * @throws org.apache.kafka.common.config.ConfigException if it has a name that no client reads,
   *     or protects a connection that it does not switch on
   */
  public Map<String, Object> clientSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(RegistryConfig.RETRY_MS, REGISTRY_RETRY_MS);
    if (clientConfig != null) {
      settings.putAll(read(clientConfig));
    }
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(RegistryConfig.URL, registryUrl);
    return settings;
  }

  /** Where the command says what is no error. */
  public PrintWriter err() {
    return command == null || command.commandLine() == null
        ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
        : command.commandLine().getErr();
  }

  /** The topics under the chosen prefix. */
  public TopicCatalog catalog() {
    return new TopicCatalog(prefix, clientSettings());
  }

  private Map<String, String> read(Path file) {
    Properties properties = PropertiesFile.read(CLIENT_CONFIG, file);
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    String origin = CLIENT_CONFIG + " " + file + ": ";
    CLIENT_NAMES.requireKnown(origin, "", settings);
    SettingNames.requireProtocol(origin, "", settings);
    requireSame(
        origin,
        settings,
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        "--bootstrap-servers",
        bootstrapServers);
    requireSame(origin, settings, RegistryConfig.URL, "--registry", registryUrl);
    return settings;
  }

  /** A file for Kafka's own tools may name servers; that others are asked must not go unnoticed. */
  private static void requireSame(
      String origin, Map<String, String> settings, String name, String option, String value) {
    String given = settings.getOrDefault(name, value);
    if (!given.equals(value)) {
      throw new CommandException(
          origin + name + " is " + given + ", but " + option + " is " + value + "; say one only");
    }
  }
}
