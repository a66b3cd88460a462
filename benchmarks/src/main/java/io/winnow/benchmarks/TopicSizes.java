package io.winnow.benchmarks;

import io.winnow.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What topics take on the disk of one replica, from the broker's own account of its log folders.
 */
final class TopicSizes {

  /**
   * Of one topic.
   *
   * @param records offsets written, the markers of transactions among them
   * @param bytes of its log segments on one replica, without indexes
   */
  record Size(String topic, long records, long bytes) {

    /** Which is also megabytes per million records. */
    double bytesPerRecord() {
      return (double) bytes / records;
    }
  }

  private final Admin admin;

  TopicSizes(Admin admin) {
    this.admin = admin;
  }

  /** Returns the sizes of topics in their order, without those that are empty. */
  List<Size> of(List<Topic<?>> topics, int partitions)
      throws InterruptedException, ExecutionException {
    Map<String, Long> bytes = bytes();
    List<Size> sizes = new ArrayList<>();
    for (Topic<?> topic : topics) {
      long records = records(topic.name(), partitions);
      if (records > 0) {
        sizes.add(new Size(topic.name(), records, bytes.get(topic.name())));
      }
    }
    return sizes;
  }

  private Map<String, Long> bytes() throws InterruptedException, ExecutionException {
    Map<String, Long> bytes = new HashMap<>();
    int broker = admin.describeCluster().nodes().get().iterator().next().id();
    for (LogDirDescription folder :
        admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).values()) {
      folder
          .replicaInfos()
          .forEach(
              (partition, replica) -> bytes.merge(partition.topic(), replica.size(), Long::sum));
    }
    return bytes;
  }

  private long records(String topic, int partitions)
      throws InterruptedException, ExecutionException {
    return admin
        .listOffsets(
            IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())))
        .all()
        .get()
        .values()
        .stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }
}
