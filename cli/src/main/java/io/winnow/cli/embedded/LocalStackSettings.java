package io.winnow.cli.embedded;

import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link LocalStack} is made of.
 *
 * @param directory data of all parts; kept from one start to the next
 * @param kafkaPort port of Kafka, 0 for a free one
 * @param registryPort port of the schema registry, 0 for a free one
 * @param partitions partition count of the topics, at least 1; those that are there keep theirs
 * @param encoder built-in encoder or encoder file of the worker
 * @param backbone built-in backbone or backbone directory of the encoder; empty: the one it names
 * @param backend what runs the worker's backbone: auto, nd4j or onnxruntime
 * @param imageRoot directory below which the worker may read {@code file:} URIs; empty: none
 * @param httpHosts hosts from which the worker may fetch
 */
public record LocalStackSettings(
    Path directory,
    int kafkaPort,
    int registryPort,
    int partitions,
    String encoder,
    Optional<String> backbone,
    String backend,
    Optional<Path> imageRoot,
    List<String> httpHosts) {

  /** Copies the list. */
  public LocalStackSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions " + partitions + " must be at least 1");
    }
    httpHosts = List.copyOf(httpHosts);
  }

  /** Free ports, the usual partition count, the compact encoder, no files, no hosts. */
  public static LocalStackSettings in(Path directory) {
    return new LocalStackSettings(
        directory,
        0,
        0,
        TopicCatalog.DEFAULT_PARTITIONS,
        "compact",
        Optional.empty(),
        "auto",
        Optional.empty(),
        List.of());
  }
}
