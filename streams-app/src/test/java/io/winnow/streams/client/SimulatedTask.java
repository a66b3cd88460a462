package io.winnow.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A task of Kafka Streams with {@code max.task.idle.ms=-1}, which takes the oldest of the records
 * it has buffered, on inputs that are complete before the first poll.
 */
final class SimulatedTask {

  private static final int RECORDS_PER_INPUT = 40;
  private static final int LONGEST_STEP_MS = 5;
  private static final int LARGEST_CHUNK = 8;

  private final SplittableRandom random;
  private final Set<String> ordered = new HashSet<>();
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
  private final Map<TopicPartition, Integer> position = new HashMap<>();
  private final Map<TopicPartition, Integer> consumed = new HashMap<>();
  private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffers =
      new HashMap<>();
  private final InputOrder order;

  SimulatedTask(int commutingInputs, int orderedInputs, SplittableRandom random) {
    this.random = random;
    Set<String> commuting = new HashSet<>();
    IntStream.range(0, commutingInputs).forEach(i -> commuting.add("commuting-" + i));
    IntStream.range(0, orderedInputs).forEach(i -> ordered.add("ordered-" + i));
    this.order = new InputOrder(List.of(new TaskInputs(commuting, ordered)));
    commuting.forEach(this::addInput);
    ordered.forEach(this::addInput);
  }

  private void addInput(String topic) {
    TopicPartition input = new TopicPartition(topic, 0);
    int size = random.nextInt(RECORDS_PER_INPUT);
    int longestStep = 1 + random.nextInt(LONGEST_STEP_MS);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long timestamp = random.nextInt(RECORDS_PER_INPUT);
    for (int offset = 0; offset < size; offset++) {
      records.add(InputOrderTest.record(input, offset, timestamp));
      timestamp += random.nextInt(longestStep + 1);
    }
    log.put(input, records);
    position.put(input, 0);
    consumed.put(input, 0);
    buffers.put(input, new ArrayDeque<>());
  }

  boolean done() {
    return log.keySet().stream().allMatch(input -> consumed.get(input) == log.get(input).size());
  }

  void poll() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
    log.forEach(
        (input, records) -> {
          int from = position.get(input);
          int to = Math.min(records.size(), from + random.nextInt(LARGEST_CHUNK));
          if (from < to && random.nextBoolean()) {
            fetched.put(input, records.subList(from, to));
            position.put(input, to);
          }
        });
    Map<TopicPartition, Integer> stops =
        order.stops(fetched, input -> position.get(input) == log.get(input).size());
    fetched.forEach(
        (input, records) -> {
          int passed = stops.getOrDefault(input, records.size());
          position.merge(input, passed - records.size(), Integer::sum);
          buffers.get(input).addAll(records.subList(0, passed));
        });
  }

  void process() {
    for (int left = random.nextInt(3 * LARGEST_CHUNK); left > 0; left--) {
      buffers.values().stream()
          .filter(buffer -> !buffer.isEmpty())
          .min(Comparator.comparingLong(buffer -> buffer.getFirst().timestamp()))
          .ifPresent(buffer -> consume(buffer.removeFirst()));
    }
  }

  private void consume(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition input = new TopicPartition(record.topic(), record.partition());
    assertThat(record).isSameAs(log.get(input).get(consumed.get(input)));
    if (ordered.contains(input.topic())) {
      log.keySet().stream()
          .filter(other -> !other.equals(input))
          .forEach(other -> assertNothingOlderIsLeft(other, record));
    }
    consumed.merge(input, 1, Integer::sum);
  }

  private void assertNothingOlderIsLeft(
      TopicPartition other, ConsumerRecord<byte[], byte[]> record) {
    int next = consumed.get(other);
    if (next < log.get(other).size()) {
      assertThat(log.get(other).get(next).timestamp())
          .as("next of %s when %s is consumed", other, record)
          .isGreaterThanOrEqualTo(record.timestamp());
    }
  }
}
