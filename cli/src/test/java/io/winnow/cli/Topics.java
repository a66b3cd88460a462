package io.winnow.cli;

import io.winnow.cli.embedded.EmbeddedKafka;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundAborted;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.TriggerKind;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays the other side of the topics: reads what commands wrote, writes what services would. */
final class Topics {

  /** A registry inside this process. */
  static final String REGISTRY = "mock://cli-test";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A record. */
  record Keyed<V>(String key, V value) {}

  private Topics() {}

  static TopicCatalog catalog() {
    return new TopicCatalog(Map.of("schema.registry.url", REGISTRY));
  }

  /** Everything the topic holds now. */
  static <V extends SpecificRecord> List<Keyed<V>> read(
      EmbeddedKafka kafka, Function<TopicCatalog, Topic<V>> choice) {
    Topic<V> topic = choice.apply(catalog());
    List<Keyed<V>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          records.add(decode(topic, record));
        }
      }
    }
    return records;
  }

  static BufferedImage decode(ByteBuffer encoded) {
    byte[] bytes = new byte[encoded.remaining()];
    encoded.duplicate().get(bytes);
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the records of a closed round. */
  static void closeRound(EmbeddedKafka kafka, String pool, long round, List<String> selected)
      throws Exception {
    closeRound(kafka, pool, round, selected, "ab".repeat(32));
  }

  /** Writes the records of a closed round of an encoder. */
  static void closeRound(
      EmbeddedKafka kafka, String pool, long round, List<String> selected, String encoderId)
      throws Exception {
    RoundClosed manifest =
        RoundClosed.newBuilder(manifest(pool, round, null, selected.size()))
            .setEncoderId(encoderId)
            .build();
    TopicCatalog catalog = catalog();
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      // In reverse, so that an order by rank is not the order of arrival.
      for (int rank = selected.size(); rank >= 1; rank--) {
        producer
            .send(
                catalog
                    .annotationRequests()
                    .record(selected.get(rank - 1), annotation(pool, round, rank)))
            .get();
      }
      producer.send(catalog.rounds().record(pool, manifest)).get();
    }
  }

  /** Writes the manifest of a round in which no scored image had a descriptor of its encoder. */
  static void closeRoundWithoutDescriptors(
      EmbeddedKafka kafka, String pool, long round, long withoutDescriptor) throws Exception {
    RoundClosed manifest =
        RoundClosed.newBuilder(manifest(pool, round, null, 5))
            .setEligible(0)
            .setShortlisted(0)
            .setSelected(0)
            .setWithoutDescriptor(withoutDescriptor)
            .build();
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      producer.send(catalog().rounds().record(pool, manifest)).get();
    }
  }

  /** Writes a descriptor, as a worker with this encoder would. */
  static void describe(
      EmbeddedKafka kafka, String pool, String imageId, String encoderId, int descriptorSize)
      throws Exception {
    ImageDescribed described =
        ImageDescribed.newBuilder()
            .setPool(pool)
            .setEncoderId(encoderId)
            .setVector(ByteBuffer.allocate(descriptorSize * Float.BYTES))
            .setImage(image())
            .build();
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      producer.send(catalog().descriptors().record(imageId, described)).get();
    }
  }

  private static ImageRef image() {
    return ImageRef.newBuilder().setSha256("0".repeat(64)).setWidth(1).setHeight(1).build();
  }

  /** Writes the manifest of an aborted round. */
  static void abortRound(EmbeddedKafka kafka, String pool, long round, String reason)
      throws Exception {
    RoundClosed manifest =
        RoundClosed.newBuilder(manifest(pool, round, null, 5))
            .setSelected(0)
            .setAborted(new RoundAborted("abort-1", reason, "somebody"))
            .build();
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      producer.send(catalog().rounds().record(pool, manifest)).get();
    }
  }

  /** Answers the next round request of a pool by a manifest, as the streams application would. */
  static RoundCloser closeRequestedRound(EmbeddedKafka kafka, String pool) {
    return new RoundCloser(kafka, pool);
  }

  /** Waits for a request in the background. */
  static final class RoundCloser implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CompletableFuture<String> answered;

    private RoundCloser(EmbeddedKafka kafka, String pool) {
      Topic<RoundRequested> topic = catalog().roundRequests();
      consumer = consumer(kafka);
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      answered = CompletableFuture.supplyAsync(() -> answer(kafka, topic, pool));
    }

    void join() throws ExecutionException, InterruptedException, TimeoutException {
      answered.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    String requestId() {
      return answered.join();
    }

    @Override
    public void close() {
      consumer.close();
    }

    private String answer(EmbeddedKafka kafka, Topic<RoundRequested> topic, String pool) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Keyed<RoundRequested> request = decode(topic, record);
          if (request.key().equals(pool)) {
            publish(kafka, pool, request.value());
            return request.value().getRequestId();
          }
        }
      }
      throw new IllegalStateException("no request for pool " + pool);
    }

    private static void publish(EmbeddedKafka kafka, String pool, RoundRequested request) {
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        RoundClosed other = manifest(pool, 1, "another request", request.getBudget());
        RoundClosed wanted = manifest(pool, 2, request.getRequestId(), request.getBudget());
        producer.send(catalog().rounds().record(pool, other)).get();
        producer.send(catalog().rounds().record(pool, wanted)).get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static AnnotationRequested annotation(String pool, long round, int rank) {
    return AnnotationRequested.newBuilder()
        .setPool(pool)
        .setRound(round)
        .setRank(rank)
        .setBudget(5)
        .setUncertainty(1.0 / rank)
        .setMeasure("entropy")
        .setReason("because")
        .setImage(image())
        .setModel("m")
        .setModelVersion("1")
        .setPrediction(
            Classification.newBuilder()
                .setClasses(List.of("a", "b"))
                .setProbabilities(List.of(0.5, 0.5))
                .build())
        .setEncoderId("ab".repeat(32))
        .build();
  }

  private static RoundClosed manifest(String pool, long round, String requestId, int budget) {
    return RoundClosed.newBuilder()
        .setPool(pool)
        .setRound(round)
        .setTrigger(TriggerKind.REQUEST)
        .setRequestId(requestId)
        .setOpenedAt(Instant.ofEpochMilli(1_000_000 + round))
        .setPolicy(
            PoolPolicy.newBuilder()
                .setBudget(budget)
                .setEncoderId("ab".repeat(32))
                .setDescriptorSize(8)
                .build())
        .setPolicyDigest("p")
        .setBudget(budget)
        .setEncoderId("ab".repeat(32))
        .setModelVersions(List.of("m@1"))
        .setOffsets(Map.of())
        .setEligible(10)
        .setWithoutDescriptor(0)
        .setWithoutUncertainty(0)
        .setOutsideWindow(0)
        .setLate(0)
        .setShortlisted(budget)
        .setSelected(budget)
        .setMeanUncertainty(0.5)
        .setShortlistDigest("s")
        .setSelectionDigest("t")
        .setSoftwareVersion("test")
        .setDigest("d")
        .build();
  }

  private static <V> Keyed<V> decode(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
    return new Keyed<>(
        topic.keySerde().deserializer().deserialize(topic.name(), record.key()),
        topic.valueSerde().deserializer().deserialize(topic.name(), record.value()));
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Topic<?> topic) {
    return consumer.partitionsFor(topic.name()).stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
        .toList();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
