package io.winnow.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Which partition owns an image: murmur2 of its UTF-8 id, as Kafka's default partitioner has it.
 */
public final class Partitions {
  private Partitions() {}

  /**
   * The owner of an image.
   *
   * @param imageId the record key
   * @param partitions partition count of the topic, at least 1
   * @return a partition in {@code [0, partitions)}
   */
  public static int of(String imageId, int partitions) {
    return of(imageId.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /** The owner of the image whose id has these UTF-8 bytes; see {@link #of(String, int)}. */
  public static int of(byte[] imageId, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partition count must be at least 1, was " + partitions);
    }
    // Kafka's own code rather than a second murmur2: the two can never drift apart.
    return BuiltInPartitioner.partitionForKey(imageId, partitions);
  }
}
