package io.winnow.benchmarks;

import io.winnow.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When descriptors were seen by a reader of committed records. */
final class ArrivalTimes implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Map<String, Long> nanosById = new ConcurrentHashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;

  ArrivalTimes(EmbeddedCluster cluster, TopicCatalog topics, int partitions) {
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(topics.descriptors().name(), number))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    reader = new Thread(this::read, "arrival-times");
    reader.start();
  }

  private void read() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          nanosById.put(new String(record.key(), StandardCharsets.UTF_8), System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      consumer.close(); // asked to end
    }
  }

  /** Waits for these images; {@link System#nanoTime} of each. */
  List<Long> await(Collection<String> ids) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (String id : ids) {
      while (!nanosById.containsKey(id)) {
        if (System.nanoTime() > deadline) {
          throw new BenchmarkException(id + " was not described within " + LIMIT);
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    return ids.stream().map(nanosById::get).toList();
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    reader.join();
  }
}
