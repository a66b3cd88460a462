package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of one topic without a consumer group: nothing is left behind in the
 * cluster, and half a round is never seen.
 *
 * @param <V> type of the values
 */
public final class TopicReader<V> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  private final Topic<V> topic;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Opens a reader.
   *
   * @throws CommandException if the topic does not exist
   */
  public TopicReader(Cluster cluster, Topic<V> topic) {
    this.topic = topic;
    this.partitions =
        IntStream.range(0, cluster.partitionsOf(topic))
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .collect(Collectors.toUnmodifiableList());
    Map<String, Object> settings = new HashMap<>(cluster.settings());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
  }

  /**
   * Hands every record from the beginning up to the present end to {@code sink}; a tombstone's
   * value is null.
   *
   * @throws CommandException if a record cannot be read or Kafka falls silent
   */
  public void readAll(BiConsumer<String, V> sink) {
    consumer.seekToBeginning(partitions);
    readTo(consumer.endOffsets(partitions), sink);
  }

  /**
   * Hands the newest records to {@code sink}, as {@link #readAll}: of each partition the same
   * number, so that they are about {@code most} where keys are spread evenly.
   *
   * @return how many offsets were passed over, of those that the topic still has
   */
  public long readNewest(long most, BiConsumer<String, V> sink) {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long share = (most + partitions.size() - 1) / partitions.size();
    long passedOver = 0;
    for (TopicPartition partition : partitions) {
      long from = Math.max(starts.get(partition), ends.get(partition) - share);
      passedOver += from - starts.get(partition);
      consumer.seek(partition, from);
    }
    readTo(ends, sink);
    return passedOver;
  }

  private void readTo(Map<TopicPartition, Long> ends, BiConsumer<String, V> sink) {
    long silentSince = System.nanoTime();
    while (!reached(ends)) {
      boolean silent = true;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        silent = false;
        sink.accept(key(record), value(record));
      }
      if (!silent) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > SILENCE_LIMIT.toNanos()) {
        throw new CommandException(
            "topic " + topic.name() + ": no record for " + SILENCE_LIMIT.toSeconds() + " s");
      }
    }
  }

  /** Goes to the present end, so that {@link #await} sees only what comes later. */
  public void seekToEnd() {
    consumer.seekToEnd(partitions);
    // Seeking is lazy; asking for the positions pins them now.
    partitions.forEach(consumer::position);
  }

  /**
   * Waits for a record.
   *
   * @return the first that matches, or empty after {@code timeout}
   */
  public Optional<V> await(BiPredicate<String, V> matches, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        V value = value(record);
        if (matches.test(key(record), value)) {
          return Optional.of(value);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    Collection<Map.Entry<TopicPartition, Long>> entries = ends.entrySet();
    return entries.stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  private V value(ConsumerRecord<byte[], byte[]> record) {
    try {
      return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    } catch (MalformedRecordException e) {
      throw new CommandException(
          "partition " + record.partition() + " offset " + record.offset() + ": " + e.getMessage(),
          e);
    }
  }
}
