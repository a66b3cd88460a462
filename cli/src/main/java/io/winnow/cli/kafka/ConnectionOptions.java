package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

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
      names = "--client-config",
      paramLabel = "FILE",
      description = "Properties file with more settings of Kafka and registry clients (TLS, SASL).")
  private Path clientConfig;

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

  /** Settings common to Kafka's clients and the registry client. */
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

  /** The topics under the chosen prefix. */
  public TopicCatalog catalog() {
    return new TopicCatalog(prefix, clientSettings());
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new CommandException("--client-config " + file + ": no such file", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException("--client-config " + file + ": " + e.getMessage(), e);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }
}
