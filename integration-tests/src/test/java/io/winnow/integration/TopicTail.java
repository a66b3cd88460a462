package io.winnow.integration;

import io.winnow.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * All records of a topic that are readable at {@code read_committed}, from its start. For one
 * thread.
 *
 * @param <V> type of the values
 */
final class TopicTail<V> implements AutoCloseable {

  /** How long a test waits for something before it fails. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(20);

  private final Topic<V> topic;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private TopicTail(Topic<V> topic, Consumer<byte[], byte[]> consumer) {
    this.topic = topic;
    this.consumer = consumer;
    this.partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  static <V> TopicTail<V> of(String bootstrapServers, Topic<V> topic) {
    return of(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topic);
  }

  /** Follows a topic of a cluster that takes more settings than its address. */
  static <V> TopicTail<V> of(Map<String, ?> clientSettings, Topic<V> topic) {
    Map<String, Object> settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    return new TopicTail<>(
        topic,
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** Reads what came since and returns all values so far. */
  List<V> values() {
    return decoded(records());
  }

  /** Reads what came since and returns all records so far, undecoded. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    poll();
    return List.copyOf(records);
  }

  /** Reads to the last record that is committed by now. */
  List<V> valuesToEnd() {
    return decoded(recordsToEnd());
  }

  /** Reads to the last record that is committed by now, and returns all records undecoded. */
  List<ConsumerRecord<byte[], byte[]>> recordsToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll();
    }
    return List.copyOf(records);
  }

  /** Waits until as many values are readable, and fails loudly if they do not come. */
  List<V> awaitCount(int count) {
    return decoded(awaitRecords(count));
  }

  /** Waits until as many records are readable, and returns them undecoded. */
  List<ConsumerRecord<byte[], byte[]>> awaitRecords(int count) {
    await(count + " records in " + topic.name(), () -> records().size() >= count);
    return records();
  }

  /** Waits until all values together meet the condition. */
  void awaitUntil(String what, Predicate<List<V>> condition) {
    await(what, () -> condition.test(values()));
  }

  private void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition);
  }

  private List<V> decoded(List<ConsumerRecord<byte[], byte[]>> all) {
    return all.stream()
        .map(record -> topic.valueSerde().deserializer().deserialize(topic.name(), record.value()))
        .toList();
  }

  private void poll() {
    consumer.poll(POLL).forEach(records::add);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
