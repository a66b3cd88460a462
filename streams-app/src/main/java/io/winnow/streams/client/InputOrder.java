package io.winnow.streams.client;

import io.winnow.schemas.topic.RecordTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which fetched records a task may have already: a record of an ordered topic only once
 * every other input of the task has come as far as its timestamp or to its end. Kafka Streams then
 * processes it after all of them that are older, by the timestamps of what it has buffered.
 *
 * <p>This is the order that {@code max.task.idle.ms=0} gives (KIP-695), at the cost of a look at
 * each poll; Kafka Streams looks at every record, and with one busy input of four this takes it a
 * tenth of the time of a score.
 */
final class InputOrder {

  private final Map<String, TaskInputs> taskOf = new HashMap<>();

  /** Largest timestamp handed over of each input, milliseconds since the epoch. */
  private final Map<TopicPartition, Long> reached = new HashMap<>();

  /** Timestamp of the record at which an ordered input was stopped. */
  private final Map<TopicPartition, Long> stopped = new HashMap<>();

  private record Task(TaskInputs inputs, int partition) {}

  InputOrder(List<TaskInputs> tasks) {
    for (TaskInputs task : tasks) {
      task.topics().forEach(topic -> taskOf.put(topic, task));
    }
  }

  /**
   * Takes note of what was fetched.
   *
   * @param caughtUp whether an input is known to have nothing beyond what was fetched
   * @return of inputs that may not be handed over whole, how many of their first records may
   */
  Map<TopicPartition, Integer> stops(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched,
      Predicate<TopicPartition> caughtUp) {
    Map<TopicPartition, Integer> stops = new HashMap<>();
    fetched.forEach(
        (input, records) -> {
          if (ordered(input)) {
            int allowed = allowed(input, records, fetched, caughtUp);
            if (allowed < records.size()) {
              stops.put(input, allowed);
            }
          }
        });
    fetched.forEach((input, records) -> note(input, records, stops.get(input)));
    return stops;
  }

  /**
   * Returns the commuting inputs that had better wait, because another one of their task, which is
   * not at its end, has not come as far: what is known of an image is found in memory if all of it
   * comes at about the same time.
   *
   * @param caughtUp whether an input is known to have nothing beyond what was fetched
   */
  Set<TopicPartition> ahead(Set<TopicPartition> inputs, Predicate<TopicPartition> caughtUp) {
    List<TopicPartition> commuting = inputs.stream().filter(this::commuting).toList();
    Map<Task, Long> slowest = new HashMap<>();
    for (TopicPartition input : commuting) {
      if (reached.containsKey(input) && !caughtUp.test(input)) {
        slowest.merge(task(input), reached.get(input), Math::min);
      }
    }
    return commuting.stream()
        .filter(
            input ->
                reached.getOrDefault(input, Long.MIN_VALUE)
                    > slowest.getOrDefault(task(input), Long.MAX_VALUE))
        .collect(Collectors.toSet());
  }

  /** Forgets an input that is left or read again from another place. */
  void forget(TopicPartition input) {
    reached.remove(input);
    stopped.remove(input);
  }

  private Task task(TopicPartition input) {
    return new Task(taskOf.get(input.topic()), input.partition());
  }

  private boolean commuting(TopicPartition input) {
    TaskInputs task = taskOf.get(input.topic());
    return task != null && task.commuting().contains(input.topic());
  }

  private boolean ordered(TopicPartition input) {
    TaskInputs task = taskOf.get(input.topic());
    return task != null && task.ordered().contains(input.topic());
  }

  private int allowed(
      TopicPartition input,
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched,
      Predicate<TopicPartition> caughtUp) {
    int allowed = records.size();
    for (String topic : others(input)) {
      TopicPartition other = new TopicPartition(topic, input.partition());
      if (stopped.containsKey(other) && !fetched.containsKey(other)) {
        allowed = Math.min(allowed, until(records, stopped.get(other)));
      } else if (!caughtUp.test(other)) {
        allowed = Math.min(allowed, until(records, furthest(other, fetched.get(other))));
      }
    }
    return allowed;
  }

  private Set<String> others(TopicPartition input) {
    Set<String> others = new HashSet<>(taskOf.get(input.topic()).topics());
    others.remove(input.topic());
    return others;
  }

  /** Returns how many records come before the first that is younger than {@code timestamp}. */
  private static int until(List<ConsumerRecord<byte[], byte[]>> records, long timestamp) {
    int count = 0;
    while (count < records.size() && time(records.get(count)) <= timestamp) {
      count++;
    }
    return count;
  }

  private long furthest(TopicPartition input, List<ConsumerRecord<byte[], byte[]>> fetched) {
    long furthest = reached.getOrDefault(input, Long.MIN_VALUE);
    if (fetched != null) {
      for (ConsumerRecord<byte[], byte[]> record : fetched) {
        furthest = Math.max(furthest, time(record));
      }
    }
    return furthest;
  }

  private void note(
      TopicPartition input, List<ConsumerRecord<byte[], byte[]>> records, Integer stop) {
    if (stop == null) {
      stopped.remove(input);
      reached.put(input, furthest(input, records));
    } else {
      stopped.put(input, time(records.get(stop)));
      reached.put(input, furthest(input, records.subList(0, stop)));
    }
  }

  /**
   * A record without a valid time becomes a dead letter: it waits for none and says nothing of
   * where its input is.
   */
  private static long time(ConsumerRecord<byte[], byte[]> record) {
    return RecordTime.valid(record.timestamp()) ? record.timestamp() : Long.MIN_VALUE;
  }
}
