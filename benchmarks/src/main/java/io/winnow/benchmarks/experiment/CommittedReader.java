package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.benchmarks.EmbeddedCluster;
import io.winnow.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning, committed records only.
 *
 * @param <V> type of the values
 */
final class CommittedReader<V> implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A record. */
  record Keyed<V>(String key, V value) {}

  private final Topic<V> topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  CommittedReader(EmbeddedCluster cluster, Topic<V> topic) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /**
   * The next records that match; others are passed over for good.
   *
   * @throws BenchmarkException if there are fewer within five minutes
   */
  List<Keyed<V>> await(int count, BiPredicate<String, V> matches) {
    List<Keyed<V>> found = new ArrayList<>(count);
    long start = System.nanoTime();
    while (found.size() < count) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new BenchmarkException(
            "topic %s: %d of %d records after %d s"
                .formatted(topic.name(), found.size(), count, LIMIT.toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        V value = topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
        if (matches.test(key, value)) {
          found.add(new Keyed<>(key, value));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
