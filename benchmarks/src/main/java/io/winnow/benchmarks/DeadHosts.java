package io.winnow.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.benchmarks.BulkPublisher.Backlog;
import io.winnow.benchmarks.PictureHosts.Kind;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What addresses that do not answer cost the images of those that do. */
@Command(
    name = "dead-hosts",
    description = "Images per second and delay of the worker with dead addresses beside none dead.")
final class DeadHosts implements Callable<Integer> {

  private static final String PREFIX = "hosts.";
  private static final String GROUP = "winnow-worker";
  private static final int TICK_MS = 50;
  private static final int PER_TICK = 4;

  @Mixin private ReportOutput output;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images per measurement of throughput (default: ${DEFAULT-VALUE}).")
  private int images = 10_000;

  @Option(
      names = "--dead",
      paramLabel = "K",
      description = "One of so many images is at the dead host (default: ${DEFAULT-VALUE}).")
  private int oneOf = 100;

  @Option(
      names = "--ticks",
      paramLabel = "N",
      description =
          "Transactions of four images, 50 ms apart, per measurement of delay (default:"
              + " ${DEFAULT-VALUE}).")
  private int ticks = 200;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of each kind, in turn (default: ${DEFAULT-VALUE}).")
  private int repeats = 9;

  @Option(
      names = "--patience",
      paramLabel = "MS",
      description = "fetch.host.patience.ms (default: ${DEFAULT-VALUE}).")
  private int patience = 10_000;

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

  private int published;

  /** What the measurements work on. */
  private record Bench(
      TopicCatalog topics,
      BulkPublisher publisher,
      GroupProgress progress,
      ArrivalTimes arrivals,
      PictureHosts hosts,
      String good) {}

  @Override
  public Integer call() throws Exception {
    FashionPictures pictures = new FashionPictures(idx);
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start();
        PictureHosts hosts = new PictureHosts(pictures::png)) {
      TopicCatalog topics = cluster.createTopics(PREFIX, partitions);
      Map<String, Object> settings = new HashMap<>(cluster.connection());
      settings.put(WorkerConfig.TOPIC_PREFIX, PREFIX);
      settings.put(WorkerConfig.GROUP_ID, GROUP);
      settings.put(WorkerConfig.ENCODER, "compact");
      settings.put(WorkerConfig.HTTP_HOSTS, "127.0.0.1");
      settings.put(WorkerConfig.FETCH_HOST_PATIENCE_MS, patience);
      try (BulkPublisher publisher = new BulkPublisher(cluster, topics, "images");
          ArrivalTimes arrivals = new ArrivalTimes(cluster, topics, partitions);
          WorkerRunner worker =
              new WorkerRunner(new WorkerConfig(settings), new SimpleMeterRegistry()).start()) {
        GroupProgress progress = new GroupProgress(cluster.admin(), GROUP, worker::isRunning);
        measure(
            new Bench(topics, publisher, progress, arrivals, hosts, hosts.open(Kind.NONE_DEAD)));
      }
    }
    return 0;
  }

  private void measure(Bench bench) throws Exception {
    for (int warm = 0; warm < 2; warm++) {
      rate(bench, Kind.NONE_DEAD);
      output.progress("warmed up");
    }
    Map<Kind, List<Double>> rates = new EnumMap<>(Kind.class);
    Map<Kind, List<Double>> delays = new EnumMap<>(Kind.class);
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (Kind kind : Kind.values()) {
        double rate = rate(bench, kind);
        rates.computeIfAbsent(kind, key -> new ArrayList<>()).add(rate);
        output.progress("%s: %,.0f images/s".formatted(name(kind), rate));
      }
    }
    for (Kind kind : Kind.values()) {
      delays.put(kind, delays(bench, kind));
      output.progress("%s: delays up to %.0f ms".formatted(name(kind), worst(delays.get(kind))));
    }
    output.publish("Dead hosts beside none dead", method(), rows(rates, delays), List.of());
  }

  /** Described images a second: those of the host that is alive, from the commit to the last. */
  private double rate(Bench bench, Kind kind) throws InterruptedException {
    String dead = bench.hosts().open(kind);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<String> alive = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      boolean isDead = kind != Kind.NONE_DEAD && i % oneOf == oneOf / 2;
      records.add(record(bench, isDead ? dead : bench.good(), isDead, alive));
    }
    Backlog backlog = bench.publisher().publish(records.stream());
    double seconds = (Collections.max(bench.arrivals().await(alive)) - backlog.commitNanos()) / 1e9;
    bench.progress().await(backlog.ends()); // the dead ones are dead letters now
    return alive.size() / seconds;
  }

  /** Milliseconds from each commit to the descriptor, half of the images at the dead host. */
  private List<Double> delays(Bench bench, Kind kind) throws InterruptedException {
    String dead = bench.hosts().open(kind);
    List<String> alive = new ArrayList<>();
    List<Long> commits = new ArrayList<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int tick = 0; tick < ticks; tick++) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int i = 0; i < PER_TICK; i++) {
        boolean isDead = i % 2 == 0;
        records.add(record(bench, isDead ? dead : bench.good(), isDead, alive));
      }
      Backlog backlog = bench.publisher().publish(records.stream());
      IntStream.range(0, PER_TICK / 2).forEach(i -> commits.add(backlog.commitNanos()));
      ends.putAll(backlog.ends());
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    List<Long> arrived = bench.arrivals().await(alive);
    bench.progress().await(ends);
    return IntStream.range(0, alive.size())
        .mapToObj(i -> (arrived.get(i) - commits.get(i)) / 1e6)
        .sorted()
        .toList();
  }

  private ProducerRecord<byte[], byte[]> record(
      Bench bench, String host, boolean isDead, List<String> alive) {
    String id = "image-" + published++;
    if (!isDead) {
      alive.add(id);
    }
    return bench
        .topics()
        .images()
        .record(
            id,
            ImageReceived.newBuilder().setPool("bench").setUri(host + published % images).build());
  }

  private static double worst(List<Double> sorted) {
    return sorted.get(sorted.size() - 1);
  }

  private static List<Map<String, Object>> rows(
      Map<Kind, List<Double>> rates, Map<Kind, List<Double>> delays) {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Double> none = rates.get(Kind.NONE_DEAD);
    rates.forEach(
        (kind, values) -> {
          Samples samples = new Samples(values);
          Samples ratios =
              new Samples(
                  IntStream.range(0, none.size())
                      .mapToObj(i -> values.get(i) / none.get(i))
                      .toList());
          List<Double> sorted = delays.get(kind);
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("dead host", name(kind));
          row.put("images/s, median", samples.median());
          row.put("min", samples.min());
          row.put("max", samples.max());
          row.put("of none dead, median", ratios.median());
          row.put("delay ms, median", new Samples(sorted).median());
          row.put("delay ms, most", worst(sorted));
          rows.add(row);
        });
    return rows;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<String> method() {
    return List.of(
        ("Images per second: %,d addresses of Fashion-MNIST pictures as PNG, one of %d at the dead host,"
                + " published in one transaction to a running worker; those of the living host, from the"
                + " commit until a reader of committed records has the last of their descriptors. %d"
                + " measurements of each kind, in turn, after two to warm up; a new dead host each time;"
                + " the ratio is to the measurement of none dead of the same turn.")
            .formatted(images, oneOf, repeats),
        ("Delay: %,d transactions of %d images, %d ms apart, every second image at the dead host (none"
                + " dead: at a second living one); those of the living host, each from its commit until its"
                + " descriptor is read.")
            .formatted(ticks, PER_TICK, TICK_MS),
        ("Worker: encoder compact, default settings, but fetch.host.patience.ms %,d, after which the dead"
                + " host's images are dead letters; a measurement begins when those of the last are."
                + " Hosts and Kafka in the same JVM, %d partitions.")
            .formatted(patience, partitions));
  }
}
