package io.winnow.integration;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Whether a streams application has committed everything that its input topics hold. */
final class FoldedInput {

  private FoldedInput() {}

  /** Waits until policies, the commands they cause, and what is known of images are all read. */
  static void await(Admin admin, String applicationId, TopicCatalog topics, int partitions) {
    List<TopicPartition> inputs =
        Stream.<Topic<?>>of(
                topics.policies(),
                topics.poolCommands(),
                topics.scores(),
                topics.descriptors(),
                topics.labels())
            .flatMap(
                topic ->
                    IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
            .toList();
    Awaitility.await(applicationId + " reads its input")
        .atMost(TopicTail.PATIENCE)
        .until(() -> readToEnd(admin, applicationId, inputs));
  }

  private static boolean readToEnd(Admin admin, String applicationId, List<TopicPartition> inputs)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin
            .listOffsets(
                inputs.stream()
                    .collect(Collectors.toMap(Function.identity(), input -> OffsetSpec.latest())))
            .all()
            .get();
    Map<TopicPartition, OffsetAndMetadata> read =
        admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata().get();
    return inputs.stream()
        .allMatch(
            input -> {
              OffsetAndMetadata committed = read.get(input);
              long position = committed == null ? 0 : committed.offset();
              return position >= ends.get(input).offset();
            });
  }
}
