package io.winnow.streams.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that works out a partition's lag once per poll. Before every record Kafka Streams asks
 * for the lag of each input of the task that has nothing buffered, to process inputs in the order
 * of their timestamps; only what a poll brings in can change what it does then, and a pool task has
 * three such inputs while one topic is being read.
 */
final class RememberedLagConsumer extends KafkaConsumer<byte[], byte[]> {

  private final Map<TopicPartition, OptionalLong> lags = new HashMap<>();

  RememberedLagConsumer(Map<String, Object> settings) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    lags.clear();
    return super.poll(timeout);
  }

  /** An unknown lag is asked for again: asking makes the consumer look it up. */
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    OptionalLong known = lags.get(partition);
    if (known != null) {
      return known;
    }
    OptionalLong lag = super.currentLag(partition);
    if (lag.isPresent()) {
      lags.put(partition, lag);
    }
    return lag;
  }
}
