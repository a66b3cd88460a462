package io.winnow.benchmarks;

import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a benchmark sets up topics and the streams application. */
final class StreamsOptions {

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
  private int partitions = TopicCatalog.DEFAULT_PARTITIONS;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads (default: ${DEFAULT-VALUE}).")
  private int threads = 2;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      description = "Length of the descriptors (default: ${DEFAULT-VALUE}).")
  private int dimension = 128;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another setting of 'winnow streams', for comparison; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  int partitions() {
    return partitions;
  }

  int dimension() {
    return dimension;
  }

  /** Settings of an application on the cluster. */
  StreamsAppConfig config(EmbeddedCluster cluster, String applicationId) {
    return config(cluster, applicationId, Map.of());
  }

  /**
   * @param more settings that this measurement needs
   */
  StreamsAppConfig config(EmbeddedCluster cluster, String applicationId, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(cluster.connection());
    all.put(StreamsAppConfig.APPLICATION_ID, applicationId);
    all.put(StreamsAppConfig.STATE_DIR, cluster.directory().resolve(applicationId).toString());
    all.put(StreamsAppConfig.THREADS, threads);
    all.putAll(settings);
    all.putAll(more);
    return new StreamsAppConfig(all);
  }

  /** A sentence for the report. */
  String text() {
    return String.format(
        "Kafka in the same JVM, %d partitions, exactly_once_v2, %d stream threads, %s.",
        partitions,
        threads,
        settings.isEmpty() ? "the product's default settings" : "settings " + settings);
  }
}
