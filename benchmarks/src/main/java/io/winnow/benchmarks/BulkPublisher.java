package io.winnow.benchmarks;

import io.winnow.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes many records in one transaction: a reader of committed records sees none of them before
 * the commit and all of them after it. So a backlog can be laid out for a running application, and
 * the clock starts at the commit.
 */
public final class BulkPublisher implements AutoCloseable {

  private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(15);
  private static final int BATCH_BYTES = 256 * 1024;

  /**
   * A published backlog.
   *
   * @param commitNanos {@link System#nanoTime} right before the commit was asked for
   * @param ends per partition the offset after the last record
   */
  public record Backlog(long commitNanos, Map<TopicPartition, Long> ends) {}

  private final Producer<byte[], byte[]> producer;

  /**
   * @param name transactional id; a publisher of the same name is fenced
   */
  public BulkPublisher(EmbeddedCluster cluster, TopicCatalog catalog, String name) {
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LIMIT.toMillis());
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, catalog.maxRequestBytes());
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  /** Publishes in one transaction; returns when it is committed. */
  public Backlog publish(Stream<ProducerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    producer.beginTransaction();
    records.forEach(record -> send(record, ends));
    producer.flush();
    long commit = System.nanoTime();
    producer.commitTransaction();
    return new Backlog(commit, Map.copyOf(ends));
  }

  private void send(ProducerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
    // A failed send fails the commit, with its cause: nothing else need look at the future.
    Future<RecordMetadata> unused =
        producer.send(
            record,
            (metadata, error) -> {
              if (error == null) {
                ends.merge(
                    new TopicPartition(metadata.topic(), metadata.partition()),
                    metadata.offset() + 1,
                    Math::max);
              }
            });
  }

  @Override
  public void close() {
    producer.close();
  }
}
