package io.winnow.streams.client;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of the streams application's inputs, which returns them in {@link InputOrder}. What
 * may not be returned yet is not kept: the consumer goes back to it and fetches it again.
 */
final class OrderedConsumer extends KafkaConsumer<byte[], byte[]> {

  private final InputOrder order;

  /** Inputs that are paused for the present poll. */
  private final Set<TopicPartition> waiting = new HashSet<>();

  OrderedConsumer(Map<String, Object> settings, List<TaskInputs> tasks) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.order = new InputOrder(tasks);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = pollInStep(timeout);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    polled.partitions().forEach(input -> records.put(input, polled.records(input)));
    Map<TopicPartition, Integer> stops = order.stops(records, this::caughtUp);
    if (stops.isEmpty()) {
      return polled;
    }
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
    stops.forEach(
        (input, stop) -> {
          long offset = records.get(input).get(stop).offset();
          super.seek(input, offset);
          next.put(input, new OffsetAndMetadata(offset));
          if (stop == 0) {
            records.remove(input);
          } else {
            records.put(input, records.get(input).subList(0, stop));
          }
        });
    return new ConsumerRecords<>(records, next);
  }

  /** What Kafka Streams paused stays so, and nothing waits for it: its records are buffered. */
  private ConsumerRecords<byte[], byte[]> pollInStep(Duration timeout) {
    Set<TopicPartition> open = new HashSet<>(assignment());
    open.removeAll(paused());
    waiting.addAll(order.ahead(open, this::caughtUp));
    pause(waiting);
    try {
      return super.poll(timeout);
    } finally {
      endWait();
    }
  }

  private void endWait() {
    resume(waiting);
    waiting.clear();
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    super.subscribe(topics, new Forgetting(listener));
  }

  @Override
  public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    super.subscribe(pattern, new Forgetting(listener));
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    order.forget(partition);
    super.seek(partition, offset);
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
    order.forget(partition);
    super.seek(partition, offsetAndMetadata);
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    partitions.forEach(order::forget);
    super.seekToBeginning(partitions);
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    partitions.forEach(order::forget);
    super.seekToEnd(partitions);
  }

  /** An unknown lag is not zero; asking makes the consumer look it up. */
  private boolean caughtUp(TopicPartition input) {
    return !assignment().contains(input) || currentLag(input).orElse(1) == 0;
  }

  /** An input that is left and comes back, maybe within one poll, is read from elsewhere. */
  private final class Forgetting implements ConsumerRebalanceListener {
    private final ConsumerRebalanceListener listener;

    Forgetting(ConsumerRebalanceListener listener) {
      this.listener = listener;
    }

    /** Before Kafka Streams pauses the inputs of tasks that are not ready. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      endWait();
      partitions.forEach(order::forget);
      listener.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      leave(partitions);
      listener.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      leave(partitions);
      listener.onPartitionsLost(partitions);
    }

    private void leave(Collection<TopicPartition> partitions) {
      partitions.forEach(order::forget);
      waiting.removeAll(partitions);
    }
  }
}
