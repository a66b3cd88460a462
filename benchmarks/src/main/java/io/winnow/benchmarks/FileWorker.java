package io.winnow.benchmarks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.benchmarks.BulkPublisher.Backlog;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A running worker that is given file uris and timed from topic to topic. */
final class FileWorker implements AutoCloseable {

  private static final int PARTITIONS = 4;

  private final TopicCatalog topics;
  private final JpegFiles files;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final BulkPublisher publisher;
  private final WorkerRunner worker;
  private final GroupProgress progress;
  private int published;

  /**
   * @param name starts the names of topics and group
   */
  FileWorker(
      EmbeddedCluster cluster,
      String name,
      VggEncoder encoder,
      JpegFiles files,
      Backend backend,
      int batch)
      throws InterruptedException {
    this.files = files;
    String prefix = name + ".";
    topics = cluster.createTopics(prefix, PARTITIONS);
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(WorkerConfig.TOPIC_PREFIX, prefix);
    settings.put(WorkerConfig.GROUP_ID, prefix + "worker");
    settings.put(WorkerConfig.ENCODER, encoder.encoder().toString());
    settings.put(WorkerConfig.BACKBONE, encoder.backbone().toString());
    settings.put(WorkerConfig.BACKEND, backend.id());
    settings.put(WorkerConfig.BATCH_SIZE, batch);
    settings.put(WorkerConfig.FILE_ROOT, files.folder().toString());
    publisher = new BulkPublisher(cluster, topics, prefix + "images");
    worker = new WorkerRunner(new WorkerConfig(settings), meters).start();
    progress = new GroupProgress(cluster.admin(), prefix + "worker", worker::isRunning);
  }

  /** Publishes so many uris at once and returns the images per second until all are committed. */
  double rate(int images) throws InterruptedException {
    int first = published;
    published += images;
    Backlog backlog = publisher.publish(IntStream.range(first, published).mapToObj(this::received));
    long end = progress.await(backlog.ends(), () -> finished() >= published);
    return images * 1e9 / (end - backlog.commitNanos());
  }

  /** Images that the worker says it has committed, as descriptors or dead letters. */
  private double finished() {
    return Stream.of("described", "rejected")
        .flatMap(end -> meters.get("winnow.worker.images." + end).counters().stream())
        .mapToDouble(Counter::count)
        .sum();
  }

  private ProducerRecord<byte[], byte[]> received(int number) {
    ImageReceived image =
        ImageReceived.newBuilder()
            .setPool("bench")
            .setUri(files.file(number).toUri().toString())
            .build();
    return topics.images().record("picture-%07d".formatted(number), image);
  }

  /** What an image cost where, in microseconds; stages overlap. */
  String shares() {
    List<String> parts = new ArrayList<>();
    for (String part : List.of("fetch", "decode", "inference", "transaction")) {
      Timer timer = meters.get("winnow.worker." + part + ".time").timer();
      parts.add("%s %,.0f".formatted(part, timer.totalTime(TimeUnit.MICROSECONDS) / published));
    }
    return String.join(", ", parts);
  }

  /** Ends the worker. All images must have been described, none turned away. */
  @Override
  public void close() {
    worker.close();
    publisher.close();
    worker.join();
    double described = meters.get("winnow.worker.images.described").counter().count();
    if (described != published) {
      throw new BenchmarkException(described + " of " + published + " images were described");
    }
  }
}
