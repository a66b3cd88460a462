package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The committed records of one topic as bytes, read without a consumer group: nothing is left
 * behind in the cluster, and half a round is never seen.
 */
public final class TopicScan implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  private final String topic;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Opens a consumer.
   *
   * @throws CommandException if the topic does not exist
   */
  public TopicScan(Cluster cluster, Topic<?> topic) {
    this.topic = topic.name();
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
   * Reads from the beginning up to the present end.
   *
   * @throws CommandException if Kafka falls silent
   */
  public void all(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.seekToBeginning(partitions);
    readTo(consumer.endOffsets(partitions), sink);
  }

  /**
   * Reads the newest records up to the present end: of each partition the same number, so that they
   * are about {@code most} where keys are spread evenly.
   *
   * @return how many offsets were passed over, of those that the topic still has
   */
  public long newest(long most, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
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

  /**
   * Reads what was written at or after an instant, by the records' timestamps, up to the present
   * end. Records are found by the topic's time index: earlier ones may be among them.
   *
   * @throws CommandException if Kafka falls silent
   */
  public void since(Instant start, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<TopicPartition, Long> times =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, partition -> start.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp found = first.get(partition);
      consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
    }
    readTo(ends, sink);
  }

  /** Goes to the present end, so that {@link #until} sees only what comes later. */
  public void seekToEnd() {
    consumer.seekToEnd(partitions);
    // Seeking is lazy; asking for the positions pins them now.
    partitions.forEach(consumer::position);
  }

  /** The record at an offset; empty if there is none. */
  public Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    if (!partitions.contains(place)
        || offset < consumer.beginningOffsets(List.of(place)).get(place)
        || offset >= consumer.endOffsets(List.of(place)).get(place)) {
      return Optional.empty();
    }
    consumer.assign(List.of(place));
    consumer.seek(place, offset);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    until(
        record -> {
          if (record.offset() == offset) {
            found.add(record);
          }
          // What was removed or belongs to an aborted transaction is passed over.
          return record.offset() >= offset;
        },
        SILENCE_LIMIT);
    return found.stream().findFirst();
  }

  /** Reads on until a record is the one that is looked for, or {@code timeout} has passed. */
  public void until(Predicate<ConsumerRecord<byte[], byte[]>> found, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (found.test(record)) {
          return;
        }
      }
    }
  }

  private void readTo(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long silentSince = System.nanoTime();
    while (!reached(ends)) {
      boolean silent = true;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        silent = false;
        if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
          sink.accept(record);
        }
      }
      if (!silent) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > SILENCE_LIMIT.toNanos()) {
        throw new CommandException(
            "topic " + topic + ": no record for " + SILENCE_LIMIT.toSeconds() + " s");
      }
    }
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
