package io.winnow.benchmarks;

import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The yardstick: a Kafka Streams application that does nothing but put each raw record of a topic
 * into a RocksDB store with a changelog, with the settings of Winnow's own application
 * (exactly_once_v2, threads, commit interval) and Kafka Streams' own RocksDB memory.
 */
final class RawStoreApplication implements AutoCloseable {

  private static final String SOURCE = "records";
  private static final String PROCESSOR = "put";
  private static final String STORE = "raw";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KafkaStreams streams;

  private RawStoreApplication(KafkaStreams streams) {
    this.streams = streams;
  }

  /** Starts it and waits until it has its partitions. */
  static RawStoreApplication start(String topic, StreamsAppConfig config)
      throws InterruptedException {
    Properties settings =
        config.streamsSettings(config.topics().maxRequestBytes(), TopicCatalog.DEFAULT_PARTITIONS);
    // Winnow's setter shares one write-buffer budget among all stores of the JVM: what its idle
    // stores hold would count against this application's.
    settings.remove(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG);
    KafkaStreams streams = new KafkaStreams(topology(topic), settings);
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (state, before) -> {
          if (state == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    RawStoreApplication application = new RawStoreApplication(streams);
    if (!running.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      application.close();
      throw new BenchmarkException(
          "the raw store application did not start within " + LIMIT.toSeconds() + " s");
    }
    return application;
  }

  boolean alive() {
    return streams.state().isRunningOrRebalancing();
  }

  @Override
  public void close() {
    streams.close(LIMIT);
  }

  private static Topology topology(String topic) {
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            SOURCE,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            topic)
        .addProcessor(PROCESSOR, Put::new, SOURCE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled(),
            PROCESSOR);
  }

  private static final class Put extends ContextualProcessor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      KeyValueStore<byte[], byte[]> store = context().getStateStore(STORE);
      store.put(record.key(), record.value());
    }
  }
}
