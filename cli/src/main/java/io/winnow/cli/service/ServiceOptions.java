package io.winnow.cli.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.config.LayeredConfig;
import io.winnow.cli.console.PortNumber;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.serde.RegistryConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** Options of the long-running services. */
final class ServiceOptions {

  private static final String TOPIC_PREFIX = "topic.prefix";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file with settings (--settings lists them).")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One setting; repeatable. Wins over the environment (WINNOW_... with underscores for"
              + " dots), which wins over --config.")
  private Map<String, String> flags = new LinkedHashMap<>();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Short for --set bootstrap.servers=... (default: the Kafka of 'winnow up', 127.0.0.1:"
              + ConnectionOptions.DEFAULT_KAFKA_PORT
              + ").")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Short for --set schema.registry.url=... (default: the registry of 'winnow up').")
  private String registryUrl;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Short for --set topic.prefix=... (default: 'winnow.').")
  private String prefix;

  @Option(
      names = "--status-host",
      paramLabel = "HOST",
      description = "Interface of the status endpoint (default: ${DEFAULT-VALUE}).")
  private String statusHost = "0.0.0.0";

  @Option(
      names = "--status-port",
      paramLabel = "PORT",
      converter = PortNumber.class,
      description = "Port of /health and /metrics; 0 for none (default: ${DEFAULT-VALUE}).")
  private int statusPort;

  @Option(
      names = "--settings",
      description = "Print every setting with its meaning and default, and do nothing else.")
  private boolean listSettings;

  boolean listsSettings() {
    return listSettings;
  }

  /** The status endpoint, if one is wanted. */
  AutoCloseable openStatus(PrometheusMeterRegistry meters, BooleanSupplier healthy) {
    return StatusServer.startIf(statusPort != 0, statusHost, statusPort, meters, healthy);
  }

  /**
   * The settings of all layers.
   *
   * @param known names that the service defines; those of the registry client are known beside them
   * @param openPrefixes prefixes below which it looks at the names itself
   */
  Map<String, String> resolve(Set<String> known, List<String> openPrefixes) {
    Set<String> names = new HashSet<>(known);
    names.addAll(RegistryConfig.clientNames());
    LayeredConfig layers = new LayeredConfig(names, openPrefixes);
    if (config != null) {
      layers.withFile(config);
    }
    layers.withEnvironment(System.getenv()).withFlags(flags).withFlags(shortFlags());
    Map<String, String> settings = new HashMap<>(layers.settings());
    settings.putIfAbsent(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ConnectionOptions.DEFAULT_BOOTSTRAP_SERVERS);
    settings.putIfAbsent(RegistryConfig.URL, ConnectionOptions.DEFAULT_REGISTRY_URL);
    return settings;
  }

  private Map<String, String> shortFlags() {
    Map<String, String> given = new HashMap<>();
    putIfGiven(given, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    putIfGiven(given, RegistryConfig.URL, registryUrl);
    putIfGiven(given, TOPIC_PREFIX, prefix);
    return given;
  }

  private static void putIfGiven(Map<String, String> settings, String key, String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
