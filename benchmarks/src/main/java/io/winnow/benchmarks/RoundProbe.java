package io.winnow.benchmarks;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Requests rounds and waits, as an annotation bridge would, for their query sets. */
final class RoundProbe implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FETCH_BYTES = 64 << 20;

  /**
   * A closed round.
   *
   * @param seconds from the request to the last annotation record in the reader's hands
   */
  record Measured(double seconds, RoundClosed manifest) {}

  private final TopicCatalog topics;
  private final BulkPublisher publisher;
  private final Consumer<byte[], byte[]> queries;
  private final Consumer<byte[], byte[]> manifests;

  RoundProbe(EmbeddedCluster cluster, TopicCatalog topics, BulkPublisher publisher) {
    this.topics = topics;
    this.publisher = publisher;
    this.queries = readerFromNow(cluster, topics.annotationRequests());
    this.manifests = readerFromNow(cluster, topics.rounds());
  }

  /**
   * Runs a round.
   *
   * @param expected annotation records the round must give
   * @throws BenchmarkException if there are fewer within five minutes, or more
   */
  Measured run(String pool, int budget, int expected) {
    String requestId = UUID.randomUUID().toString();
    ProducerRecord<byte[], byte[]> request =
        topics
            .roundRequests()
            .record(pool, new RoundRequested(requestId, budget, "benchmark", null));
    long start = System.nanoTime();
    publisher.publish(Stream.of(request));
    int read = 0;
    while (read < expected) {
      read += queries.poll(POLL).count();
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new BenchmarkException(
            "round of pool %s: %d of %d annotation records after %d s"
                .formatted(pool, read, expected, LIMIT.toSeconds()));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    RoundClosed manifest = manifest(requestId, start);
    if (manifest.getSelected() != read) {
      throw new BenchmarkException(
          "round %d of pool %s: manifest says %d selected, %d annotation records were read"
              .formatted(manifest.getRound(), pool, manifest.getSelected(), read));
    }
    return new Measured(seconds, manifest);
  }

  @Override
  public void close() {
    queries.close();
    manifests.close();
  }

  private RoundClosed manifest(String requestId, long start) {
    Topic<RoundClosed> rounds = topics.rounds();
    while (System.nanoTime() - start <= LIMIT.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : manifests.poll(POLL)) {
        RoundClosed manifest =
            rounds.valueSerde().deserializer().deserialize(rounds.name(), record.value());
        if (requestId.equals(manifest.getRequestId())) {
          return manifest;
        }
      }
    }
    throw new BenchmarkException("no manifest of request " + requestId);
  }

  private static Consumer<byte[], byte[]> readerFromNow(EmbeddedCluster cluster, Topic<?> topic) {
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.MAX_VALUE);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is lazy; asking for the positions fixes them before anything is requested.
    partitions.forEach(consumer::position);
    return consumer;
  }
}
