package io.winnow.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What an application has written to its changelog topics so far.
 *
 * @param records transaction markers included
 * @param bytes on the broker's disk
 */
record ChangelogVolume(long records, long bytes) {

  static ChangelogVolume of(Admin admin, String applicationId) throws InterruptedException {
    Map<TopicPartition, Long> sizes = new HashMap<>();
    try {
      DescribeLogDirsResult directories =
          admin.describeLogDirs(
              admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList());
      for (Map<String, LogDirDescription> ofBroker : directories.allDescriptions().get().values()) {
        for (LogDirDescription directory : ofBroker.values()) {
          directory
              .replicaInfos()
              .forEach((partition, replica) -> sizes.put(partition, replica.size()));
        }
      }
      sizes.keySet().removeIf(partition -> !isChangelog(partition.topic(), applicationId));
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      sizes.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
      long records =
          admin.listOffsets(latest).all().get().values().stream()
              .mapToLong(ListOffsetsResultInfo::offset)
              .sum();
      return new ChangelogVolume(records, sizes.values().stream().mapToLong(Long::longValue).sum());
    } catch (ExecutionException e) {
      throw new BenchmarkException(
          "cannot read the size of the changelogs of " + applicationId, e.getCause());
    }
  }

  ChangelogVolume minus(ChangelogVolume earlier) {
    return new ChangelogVolume(records - earlier.records, bytes - earlier.bytes);
  }

  private static boolean isChangelog(String topic, String applicationId) {
    return topic.startsWith(applicationId + "-") && topic.endsWith("-changelog");
  }
}
