package io.winnow.descriptor.worker;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.source.Fetcher;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * Opens describing loops, which share the fetcher, the threads, the pixel budget and the backbones.
 */
final class DescribingLoops implements AutoCloseable {

  private final WorkerConfig config;
  private final TopicCatalog catalog;
  private final int partitions;
  private final WorkerMetrics metrics;
  private final Fetcher fetcher;
  private final PixelBudget pixels;
  private final PreparationThreads threads;
  private final SharedBackbones backbones = new SharedBackbones();

  DescribingLoops(
      WorkerConfig config, TopicCatalog catalog, int partitions, WorkerMetrics metrics) {
    this.config = config;
    this.catalog = catalog;
    this.partitions = partitions;
    this.metrics = metrics;
    this.fetcher = new Fetcher(config.source(), config.fetching(), metrics::fetchFailed);
    metrics.watch(fetcher);
    this.pixels = PixelBudget.withinHeap(config.maxInFlightPixels());
    metrics.watch(pixels);
    this.threads = PreparationThreads.of(config.decodeThreads());
  }

  /** Opens the loop over all pools, with the configured backbone if there is one. */
  DescribingLoop openDefault(Encoder encoder) {
    String backbone = config.backbone().orElse(encoder.spec().backbone());
    return open("winnow-worker", config.groupId(), encoder, backbone, LoopScope.ALL_POOLS);
  }

  /**
   * Opens the loop over one pool's images, from their beginning or where its group has come to.
   *
   * @throws RuntimeException if the backbone that the encoder names cannot be opened or has other
   *     weights, or Kafka cannot be reached
   */
  DescribingLoop openFor(PoolEncoder wanted, Encoder encoder) {
    return open(
        "winnow-worker-" + wanted.shortName(),
        config.groupId() + "." + wanted.shortName(),
        encoder,
        encoder.spec().backbone(),
        new LoopScope(wanted.pool()));
  }

  private DescribingLoop open(
      String name, String group, Encoder encoder, String backbone, LoopScope scope) {
    Resources resources = new Resources();
    try {
      return new DescribingLoop(name, build(resources, group, encoder, backbone, scope), resources);
    } catch (RuntimeException e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  private DescriptorWorker build(
      Resources resources, String group, Encoder encoder, String backbone, LoopScope scope) {
    ImageEncoder imageEncoder = ImageEncoder.of(resources.add(describer(encoder, backbone)));
    ImagePreparation preparation =
        new ImagePreparation(
            catalog.images().valueSerde().deserializer(),
            fetcher,
            new ImageDecoder(config.maxImagePixels(), metrics::oddity),
            pixels,
            imageEncoder,
            scope,
            threads,
            config.source().maxBytes(),
            metrics);
    Producer<byte[], byte[]> producer = transactional(resources, group);
    Consumer<byte[], byte[]> consumer =
        resources.add(new KafkaConsumer<>(config.consumerSettings(group)));
    return new DescriptorWorker(
        catalog.images().name(),
        config.batching(),
        config.readAhead(),
        consumer,
        preparation,
        new BatchDescriber(imageEncoder, metrics),
        new Committer(
            producer, new OutputRecords(catalog, partitions, imageEncoder.encoderId()), metrics),
        metrics);
  }

  private Producer<byte[], byte[]> transactional(Resources resources, String group) {
    Map<String, Object> settings = config.producerSettings(group, catalog.maxRequestBytes());
    Producer<byte[], byte[]> producer = resources.add(new KafkaProducer<>(settings));
    try {
      producer.initTransactions();
    } catch (TransactionalIdAuthorizationException e) {
      // Kafka's own message does not say which.
      throw new WorkerFailedException(
          "this user may not write with the transactional id "
              + settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
              + "; 'winnow topics acls' prints who needs which rights",
          e);
    }
    return producer;
  }

  private Describer describer(Encoder encoder, String backbone) {
    Backbone shared =
        backbones.get(
            encoder.spec().weightDigest(),
            () -> Backbones.openForManyPasses(Backbones.spec(backbone), config.backend()));
    try {
      return new Describer(encoder, shared);
    } catch (EncoderException e) {
      shared.close();
      throw e;
    }
  }

  /** Ends the threads; the loops must have ended. */
  @Override
  public void close() {
    threads.close();
    fetcher.close();
  }
}
