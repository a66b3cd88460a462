package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.awaitility.Awaitility;

/**
 * Which instance of a streams application has which partitions.
 *
 * @param admin asks the broker
 * @param applicationId the consumer group
 */
record StreamsGroup(Admin admin, String applicationId) {

  /** Waits until each instance has partitions. */
  void awaitAllWork(List<StreamsInstance> instances) {
    Awaitility.await("every instance has partitions")
        .atMost(TopicTail.PATIENCE)
        .ignoreExceptionsMatching(StreamsGroup::isNotYetThere)
        .until(
            () -> {
              Collection<MemberDescription> members = members();
              return instances.stream().allMatch(instance -> works(instance, members));
            });
  }

  private static boolean isNotYetThere(Throwable error) {
    return error.getCause() instanceof GroupIdNotFoundException;
  }

  private static boolean works(StreamsInstance instance, Collection<MemberDescription> members) {
    return members.stream()
        .filter(member -> belongs(member, instance))
        .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
  }

  /** The instance that has the partition. */
  StreamsInstance ownerOf(TopicPartition partition, List<StreamsInstance> instances)
      throws ExecutionException, InterruptedException {
    List<MemberDescription> owners =
        members().stream()
            .filter(member -> member.assignment().topicPartitions().contains(partition))
            .toList();
    assertThat(owners).as("members that have %s", partition).hasSize(1);
    return instances.stream()
        .filter(instance -> belongs(owners.get(0), instance))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Waits until the group is done rebalancing and every partition has its owner.
   *
   * @param partitions of all inputs together
   * @return the sorted partitions of each member by its client id
   */
  Map<String, List<TopicPartition>> awaitAssignment(int partitions) {
    return Awaitility.await("every partition has its owner")
        .atMost(TopicTail.PATIENCE)
        .until(
            () -> group().groupState() == GroupState.STABLE ? assignment() : Map.of(),
            assignment -> assignment.values().stream().mapToInt(List::size).sum() == partitions);
  }

  private Map<String, List<TopicPartition>> assignment()
      throws ExecutionException, InterruptedException {
    return members().stream()
        .collect(
            Collectors.toMap(
                MemberDescription::clientId,
                member ->
                    member.assignment().topicPartitions().stream()
                        .sorted(Comparator.comparing(TopicPartition::toString))
                        .toList()));
  }

  private Collection<MemberDescription> members() throws ExecutionException, InterruptedException {
    return group().members();
  }

  private ConsumerGroupDescription group() throws ExecutionException, InterruptedException {
    return admin
        .describeConsumerGroups(List.of(applicationId))
        .describedGroups()
        .get(applicationId)
        .get();
  }

  private static boolean belongs(MemberDescription member, StreamsInstance instance) {
    return member.clientId().startsWith(instance.name() + "-");
  }
}
