package io.winnow.audit;

import io.winnow.audit.UndecodedInputs.Place;
import io.winnow.schemas.deadletter.DeadLetter;
import io.winnow.schemas.deadletter.DeadLetters;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics, read at {@code read_committed} without a consumer group: nothing is left behind in the
 * cluster, and half a round is never seen. Every thread that reads gets a consumer of its own.
 */
public final class KafkaRecordSource implements RecordSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordSource.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
  private static final int FETCH_BYTES = 8 << 20;

  private final Map<String, Object> settings;
  private final Queue<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

  /**
   * @param settings with which clients reach the cluster
   */
  public KafkaRecordSource(Map<String, Object> settings) {
    Map<String, Object> own = new HashMap<>(settings);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // The consumer asks ahead; at the end of a partition the broker would keep the question open,
    // and a question about the next partition would wait behind it.
    own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    this.settings = Map.copyOf(own);
  }

  @Override
  public int partitions(String topic) {
    return partitions.computeIfAbsent(topic, name -> ask(consumer -> count(consumer, name)));
  }

  private static int count(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnreadableSourceException("topic " + topic + " does not exist");
    }
    return known.size();
  }

  @Override
  public long begin(String topic, int partition) {
    TopicPartition key = new TopicPartition(topic, partition);
    return ask(consumer -> consumer.beginningOffsets(List.of(key)).get(key));
  }

  @Override
  public long end(String topic, int partition) {
    TopicPartition key = new TopicPartition(topic, partition);
    return ask(consumer -> consumer.endOffsets(List.of(key)).get(key));
  }

  @Override
  public void read(String topic, int partition, long from, long to, Consumer<StoredRecord> sink) {
    scan(
        new TopicPartition(topic, partition),
        from,
        to,
        record ->
            sink.accept(
                new StoredRecord(
                    record.offset(), record.timestamp(), record.key(), record.value())));
  }

  @Override
  public UndecodedInputs undecoded(String deadLetters) {
    Set<Place> places = new HashSet<>();
    boolean expired = false;
    for (int partition = 0; partition < partitions(deadLetters); partition++) {
      long begin = begin(deadLetters, partition);
      expired |= begin > 0;
      scan(
          new TopicPartition(deadLetters, partition),
          begin,
          end(deadLetters, partition),
          record -> undecoded(record).ifPresent(places::add));
    }
    return new UndecodedInputs(places, expired);
  }

  private static Optional<Place> undecoded(ConsumerRecord<byte[], byte[]> letter) {
    if (letter.headers().lastHeader(DeadLetters.UNKNOWN_SCHEMA_ID) == null) {
      return Optional.empty();
    }
    try {
      DeadLetter read = DeadLetter.of(letter);
      return Optional.of(
          new Place(read.sourceTopic(), read.sourcePartition(), read.sourceOffset()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Anyone can write there; what is no dead letter says nothing of an input.
      LOG.warn("{} is passed over: {}", deadLetterAt(letter), e.getMessage());
      return Optional.empty();
    }
  }

  private static Place deadLetterAt(ConsumerRecord<?, ?> letter) {
    return new Place(letter.topic(), letter.partition(), letter.offset());
  }

  private void scan(
      TopicPartition key, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    ask(
        consumer -> {
          consumer.assign(List.of(key));
          consumer.seek(key, from);
          read(consumer, key, to, sink);
          return null;
        });
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition key,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long silentSince = System.nanoTime();
    while (consumer.position(key) < to) {
      boolean silent = true;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        silent = false;
        if (record.offset() < to) {
          sink.accept(record);
        }
      }
      if (!silent) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > SILENCE_LIMIT.toNanos()) {
        throw new UnreadableSourceException(
            "topic " + key + ": no record for " + SILENCE_LIMIT.toSeconds() + " s");
      }
    }
  }

  private <T> T ask(Function<KafkaConsumer<byte[], byte[]>, T> question) {
    KafkaConsumer<byte[], byte[]> known = idle.poll();
    KafkaConsumer<byte[], byte[]> consumer =
        known != null
            ? known
            : new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return question.apply(consumer);
    } finally {
      idle.add(consumer);
    }
  }

  @Override
  public void close() {
    idle.forEach(KafkaConsumer::close);
    idle.clear();
  }
}
