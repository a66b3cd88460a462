package io.winnow.descriptor.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.image.TestImages;
import io.winnow.descriptor.source.AllowedHosts;
import io.winnow.descriptor.source.FetchSettings;
import io.winnow.descriptor.source.Fetcher;
import io.winnow.descriptor.source.HttpLimits;
import io.winnow.descriptor.source.InternalNetworks;
import io.winnow.descriptor.source.RetryPolicy;
import io.winnow.descriptor.source.S3Settings;
import io.winnow.descriptor.source.SourceSettings;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.TopicCatalog;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A worker between Kafka's mock clients, with a mock registry and two partitions of images. */
final class WorkerHarness implements AutoCloseable {

  static final int PARTITIONS = 2;
  static final long TIMESTAMP = 1_700_000_000_000L;
  static final int MAX_IMAGE_BYTES = 100_000;

  /** One attempt. */
  static final FetchSettings FETCHING =
      new FetchSettings(
          16,
          4,
          1_000_000,
          new RetryPolicy(1, Duration.ZERO),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  final TopicCatalog catalog =
      new TopicCatalog(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
  final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public void commitTransaction() {
          beforeCommit.run();
          super.commitTransaction();
        }
      };

  /** Runs on the committing thread before each commit. */
  Runnable beforeCommit = () -> {};

  final FakeEncoder encoder = new FakeEncoder();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PreparationThreads threads = PreparationThreads.of(2);
  private final Fetcher fetcher;
  private final Map<TopicPartition, Long> nextOffset = new HashMap<>();
  final DescriptorWorker worker;

  WorkerHarness(Batching batching) {
    this(batching, null);
  }

  WorkerHarness(Batching batching, Deserializer<ImageReceived> deserializer) {
    this(batching, deserializer, LoopScope.ALL_POOLS);
  }

  WorkerHarness(Batching batching, Deserializer<ImageReceived> deserializer, LoopScope scope) {
    this(batching, deserializer, scope, new ReadAhead(1000, 1_000_000), FETCHING);
  }

  WorkerHarness(Batching batching, ReadAhead readAhead, FetchSettings fetching) {
    this(batching, null, LoopScope.ALL_POOLS, readAhead, fetching);
  }

  private WorkerHarness(
      Batching batching,
      Deserializer<ImageReceived> deserializer,
      LoopScope scope,
      ReadAhead readAhead,
      FetchSettings fetching) {
    WorkerMetrics metrics = new WorkerMetrics(meters);
    SourceSettings sources =
        new SourceSettings(
            Optional.empty(),
            new AllowedHosts(List.of("127.0.0.1")),
            new InternalNetworks(List.of()),
            S3Settings.NONE,
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            MAX_IMAGE_BYTES);
    fetcher = new Fetcher(sources, fetching, metrics::fetchFailed);
    metrics.watch(fetcher);
    ImagePreparation preparation =
        new ImagePreparation(
            deserializer == null ? catalog.images().valueSerde().deserializer() : deserializer,
            fetcher,
            new ImageDecoder(1_000_000, metrics::oddity),
            new PixelBudget(1_000_000),
            encoder,
            scope,
            threads,
            MAX_IMAGE_BYTES,
            metrics);
    worker =
        new DescriptorWorker(
            catalog.images().name(),
            batching,
            readAhead,
            consumer,
            preparation,
            new BatchDescriber(encoder, metrics),
            new Committer(
                producer, new OutputRecords(catalog, PARTITIONS, FakeEncoder.ID), metrics),
            metrics);
    producer.initTransactions();
    consumer.schedulePollTask(() -> assign(0, 1));
  }

  TopicPartition partition(int number) {
    return new TopicPartition(catalog.images().name(), number);
  }

  /** Gives the worker these partitions of the images and takes all others. */
  void assign(int... numbers) {
    List<TopicPartition> partitions = IntStream.of(numbers).mapToObj(this::partition).toList();
    consumer.rebalance(partitions);
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    partitions.forEach(partition -> beginnings.put(partition, 0L));
    consumer.updateBeginningOffsets(beginnings);
  }

  /** Puts records into an image partition before the next poll. */
  void arrive(List<ConsumerRecord<byte[], byte[]>> records) {
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
  }

  /** An image record of a noise PNG of this size. */
  ConsumerRecord<byte[], byte[]> image(int partition, String id, int width, int height) {
    byte[] png =
        TestImages.encode(
            TestImages.noise(width, height, BufferedImage.TYPE_3BYTE_BGR, width), "png");
    return avro(partition, id, inline("pool", png));
  }

  /** Records of images with widths from 3 on, named after {@code name} and their number from 0. */
  List<ConsumerRecord<byte[], byte[]>> images(int partition, String name, int count) {
    List<ConsumerRecord<byte[], byte[]>> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image(partition, name + "-" + i, 3 + i, 4));
    }
    return images;
  }

  static ImageReceived inline(String pool, byte[] encoded) {
    return new ImageReceived(
        pool, null, ByteBuffer.wrap(encoded), null, null, Map.of("camera", "7"));
  }

  ConsumerRecord<byte[], byte[]> avro(int partition, String id, ImageReceived image) {
    return raw(partition, id.getBytes(StandardCharsets.UTF_8), value(image));
  }

  byte[] value(ImageReceived image) {
    return catalog.images().record("any", image).value();
  }

  ConsumerRecord<byte[], byte[]> raw(int partition, byte[] key, byte[] value) {
    long offset = nextOffset.merge(partition(partition), 1L, Long::sum) - 1;
    return new ConsumerRecord<>(
        catalog.images().name(),
        partition,
        offset,
        TIMESTAMP,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** Runs the worker on this thread until the condition holds, looked at before every poll. */
  void runUntil(BooleanSupplier condition) {
    consumer.schedulePollTask(
        new Runnable() {
          @Override
          public void run() {
            if (condition.getAsBoolean()) {
              worker.stop();
            } else {
              consumer.schedulePollTask(this);
            }
          }
        });
    worker.run();
  }

  /** What read-committed consumers of the descriptors see, as (key, value). */
  List<ProducerRecord<byte[], byte[]>> sent(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  List<String> describedIds() {
    return sent(catalog.descriptors().name()).stream().map(WorkerHarness::key).toList();
  }

  /** Addresses of the pictures of an image, in the order of its descriptors; null if inline. */
  List<String> describedUris(String id) {
    return sent(catalog.descriptors().name()).stream()
        .filter(record -> key(record).equals(id))
        .map(record -> described(record).getImage().getUri())
        .toList();
  }

  /** The offsets of what arrives next begin at 0 again. */
  void createPartitionsAnew() {
    nextOffset.clear();
  }

  ImageDescribed described(ProducerRecord<byte[], byte[]> record) {
    return catalog
        .descriptors()
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.value());
  }

  static String key(ProducerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** The offsets of each committed transaction, in order. */
  List<Map<TopicPartition, OffsetAndMetadata>> committedOffsets() {
    return producer.consumerGroupOffsetsHistory().stream()
        .map(byGroup -> byGroup.get(consumer.groupMetadata().groupId()))
        .toList();
  }

  /** The last offset committed of an image partition, 0 before the first. */
  long committedUpTo(int partition) {
    return committedOffsets().stream()
        .filter(offsets -> offsets.containsKey(partition(partition)))
        .mapToLong(offsets -> offsets.get(partition(partition)).offset())
        .max()
        .orElse(0);
  }

  double counted(String name, String... tags) {
    return meters.get("winnow.worker." + name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** Images that were decoded so far. */
  long prepared() {
    return meters.get("winnow.worker.decode.time").timer().count();
  }

  /** Images that are in the stage, as of the last poll. */
  double queued(String stage) {
    return meters.get("winnow.worker.images.queued").tag("stage", stage).gauge().value();
  }

  double gauge(String name) {
    return meters.get("winnow.worker." + name).gauge().value();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.close();
    fetcher.close();
  }
}
