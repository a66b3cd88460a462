package io.winnow.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.benchmarks.BulkPublisher.Backlog;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images per second through the descriptor worker, and through its describer alone. */
@Command(
    name = "worker",
    description = "Images per second through the descriptor worker, on each backend.")
final class WorkerThroughput implements Callable<Integer> {

  private static final String GROUP = "winnow-worker";
  private static final int BATCH = 64;

  @Mixin private ReportOutput output;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images per measurement (default: ${DEFAULT-VALUE}).")
  private int images = 5_000;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Images before the first measurement (default: ${DEFAULT-VALUE}).")
  private int warmUp = 2_000;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of each kind (default: ${DEFAULT-VALUE}).")
  private int repeats = 3;

  @Option(
      names = "--backends",
      split = ",",
      paramLabel = "NAME",
      description = "nd4j, onnxruntime or auto (default: ${DEFAULT-VALUE}).")
  private List<String> backends = List.of(Backend.ND4J.id(), Backend.ONNXRUNTIME.id());

  @Option(
      names = "--encoder",
      paramLabel = "NAME|FILE",
      description = "Encoder on a built-in backbone (default: ${DEFAULT-VALUE}).")
  private String encoderName = "compact";

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
  private int partitions = TopicCatalog.DEFAULT_PARTITIONS;

  @Option(
      names = "--idx",
      paramLabel = "FILE",
      description = "IDX file of pictures (default: ${DEFAULT-VALUE}).")
  private Path idx = Path.of("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz");

  @Override
  public Integer call() throws Exception {
    FashionPictures pictures = new FashionPictures(idx);
    Encoder encoder = Encoders.load(encoderName);
    List<Map<String, Object>> rows = new ArrayList<>();
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      for (String backend : backends) {
        Samples alone = describeAlone(encoder, Backend.parse(backend), pictures);
        rows.add(row(backend, "describer alone", alone, ""));
        rows.add(throughWorker(cluster, backend, pictures));
      }
    }
    output.publish("Images through the descriptor worker", method(encoder), rows, List.of());
    return 0;
  }

  /** Images per second of {@link Describer#describe} in full batches. */
  private Samples describeAlone(Encoder encoder, Backend backend, FashionPictures pictures) {
    List<Double> rates = new ArrayList<>();
    try (Describer describer = Describer.open(encoder, backend)) {
      List<List<float[]>> batches = new ArrayList<>();
      for (int first = 0; first < Math.max(images, BATCH); first += BATCH) {
        batches.add(
            IntStream.range(first, first + BATCH)
                .mapToObj(number -> describer.prepare(pictures.picture(number)))
                .toList());
      }
      for (int done = 0; done < warmUp; done += BATCH) {
        describer.describe(batches.get(done / BATCH % batches.size()));
      }
      for (int repeat = 0; repeat < repeats; repeat++) {
        long start = System.nanoTime();
        batches.forEach(describer::describe);
        rates.add(batches.size() * BATCH * 1e9 / (System.nanoTime() - start));
      }
    }
    Samples samples = new Samples(rates);
    output.progress(
        "%s, describer alone: %,.0f images/s".formatted(backend.id(), samples.median()));
    return samples;
  }

  private Map<String, Object> throughWorker(
      EmbeddedCluster cluster, String backend, FashionPictures pictures) throws Exception {
    String prefix = backend + ".";
    TopicCatalog topics = cluster.createTopics(prefix, partitions);
    Map<String, Object> settings = new HashMap<>(cluster.connection());
    settings.put(WorkerConfig.TOPIC_PREFIX, prefix);
    settings.put(WorkerConfig.GROUP_ID, prefix + GROUP);
    settings.put(WorkerConfig.ENCODER, encoderName);
    settings.put(WorkerConfig.BACKEND, backend);
    settings.put(WorkerConfig.BATCH_SIZE, BATCH);
    MeterRegistry meters = new SimpleMeterRegistry();
    List<Double> rates = new ArrayList<>();
    try (BulkPublisher publisher = new BulkPublisher(cluster, topics, prefix + "images");
        WorkerRunner worker = new WorkerRunner(new WorkerConfig(settings), meters).start()) {
      GroupProgress progress =
          new GroupProgress(cluster.admin(), prefix + GROUP, worker::isRunning);
      run(topics, publisher, progress, pictures, 0, warmUp);
      for (int repeat = 0; repeat < repeats; repeat++) {
        int first = warmUp + repeat * images;
        rates.add(images / run(topics, publisher, progress, pictures, first, images));
      }
    }
    requireAllDescribed(meters);
    Samples samples = new Samples(rates);
    output.progress("%s, worker: %,.0f images/s".formatted(backend, samples.median()));
    return row(backend, "worker", samples, shares(meters));
  }

  private static double run(
      TopicCatalog topics,
      BulkPublisher publisher,
      GroupProgress progress,
      FashionPictures pictures,
      int first,
      int count)
      throws InterruptedException {
    Backlog backlog =
        publisher.publish(
            IntStream.range(first, first + count)
                .mapToObj(number -> received(topics, number, pictures.png(number))));
    return (progress.await(backlog.ends()) - backlog.commitNanos()) / 1e9;
  }

  private static ProducerRecord<byte[], byte[]> received(
      TopicCatalog topics, int number, byte[] png) {
    ImageReceived image =
        ImageReceived.newBuilder().setPool("bench").setBytes(ByteBuffer.wrap(png)).build();
    return topics.images().record(String.format("fashion-%07d", number), image);
  }

  /** Committed offsets also move past images that were turned away. */
  private void requireAllDescribed(MeterRegistry meters) {
    long described = (long) meters.get("winnow.worker.images.described").counter().count();
    long published = (long) warmUp + (long) repeats * images;
    if (described != published) {
      throw new BenchmarkException(described + " of " + published + " images were described");
    }
  }

  /** What an image costs where, warm-up included; fetch and decode run on threads of their own. */
  private static String shares(MeterRegistry meters) {
    double described = meters.get("winnow.worker.images.described").counter().count();
    List<String> parts = new ArrayList<>();
    for (String part : List.of("fetch", "decode", "inference", "transaction")) {
      Timer timer = meters.get("winnow.worker." + part + ".time").timer();
      parts.add(String.format("%s %.0f", part, timer.totalTime(TimeUnit.MICROSECONDS) / described));
    }
    return String.join(", ", parts);
  }

  private static Map<String, Object> row(
      String backend, String what, Samples rates, String microseconds) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("backend", backend);
    row.put("what", what);
    row.put("images/s, median", rates.median());
    row.put("min", rates.min());
    row.put("max", rates.max());
    row.put("microseconds per image", microseconds);
    return row;
  }

  private List<String> method(Encoder encoder) {
    return List.of(
        String.format(
            "Encoder %s (%s, input %s, %d components); Fashion-MNIST pictures; %,d images per"
                + " measurement, %d measurements, after %,d to warm up.",
            encoder.encoderId().substring(0, 12),
            encoder.spec().backbone(),
            encoder.spec().input(),
            encoder.descriptorSize(),
            images,
            repeats,
            warmUp),
        String.format(
            "Worker: PNGs inline on winnow.images, default settings (batches of %d),"
                + " Kafka in the same JVM, %d partitions. The backlog is published in one transaction"
                + " to a running worker; the clock runs from its commit until the worker's group has"
                + " committed the last offset of every partition, in the transaction that holds the"
                + " descriptors. All images must have been described.",
            BATCH, partitions),
        String.format(
            "Describer alone: Describer.describe, batches of %d prepared pictures, one calling thread.",
            BATCH));
  }
}
