package io.winnow.benchmarks;

import io.winnow.benchmarks.BulkPublisher.Backlog;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Score events per second into the pool, beside a bare Kafka Streams application. */
@Command(
    name = "scores",
    description = "Score events per second into a pool, beside a bare Kafka Streams application.")
final class ScoreThroughput implements Callable<Integer> {

  private static final String POOL_APPLICATION = "winnow-streams";
  private static final String RAW_APPLICATION = "raw-store";
  private static final String RAW_TOPIC = "raw-scores";
  private static final short ONE_REPLICA = 1;

  @Mixin private ReportOutput output;

  @Mixin private StreamsOptions streamsOptions;

  @Option(
      names = "--scores",
      paramLabel = "N",
      description = "Events per measurement (default: ${DEFAULT-VALUE}).")
  private int scores = 1_000_000;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description = "Described candidates they go to in turn (default: ${DEFAULT-VALUE}).")
  private int candidates = 100_000;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Events before the first measurement; with fewer the JIT is still at work during the first"
              + " ones (default: ${DEFAULT-VALUE}).")
  private int warmUp = 1_200_000;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of each application, taking turns (default: ${DEFAULT-VALUE}).")
  private int repeats = 3;

  /** One of the two applications: where its records go and how to tell that it has them. */
  private record Contender(
      String topic, String applicationId, GroupProgress progress, List<Double> rates) {}

  @Override
  public Integer call() throws Exception {
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      cluster
          .admin()
          .createTopics(List.of(new NewTopic(RAW_TOPIC, streamsOptions.partitions(), ONE_REPLICA)))
          .all()
          .get();
      TopicCatalog topics =
          cluster.createTopics(TopicCatalog.DEFAULT_PREFIX, streamsOptions.partitions());
      StreamsAppConfig config = streamsOptions.config(cluster, POOL_APPLICATION);
      try (BulkPublisher publisher = new BulkPublisher(cluster, topics, "scores");
          StreamsRunner streams = EmbeddedCluster.startStreams(config);
          RawStoreApplication raw =
              RawStoreApplication.start(
                  RAW_TOPIC, streamsOptions.config(cluster, RAW_APPLICATION))) {
        measure(cluster, topics, publisher, streams, raw);
      }
    }
    return 0;
  }

  private void measure(
      EmbeddedCluster cluster,
      TopicCatalog topics,
      BulkPublisher publisher,
      StreamsRunner streams,
      RawStoreApplication raw)
      throws Exception {
    SyntheticPool pool = new SyntheticPool(topics, "bench", streamsOptions.dimension());
    Contender winnow =
        new Contender(
            topics.scores().name(),
            POOL_APPLICATION,
            new GroupProgress(cluster.admin(), POOL_APPLICATION, streams::healthy),
            new ArrayList<>());
    Contender yardstick =
        new Contender(
            RAW_TOPIC,
            RAW_APPLICATION,
            new GroupProgress(cluster.admin(), RAW_APPLICATION, raw::alive),
            new ArrayList<>());
    double descriptorRate = describe(pool, publisher, winnow);
    List<Contender> contenders = List.of(winnow, yardstick);
    for (Contender contender : contenders) {
      run(publisher, contender, records(pool, contender.topic(), warmUp, 0));
    }
    Map<String, ChangelogVolume> before = volumes(cluster, contenders);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Contender contender : contenders) {
        double seconds =
            run(publisher, contender, records(pool, contender.topic(), scores, repeat));
        contender.rates().add(scores / seconds);
        output.progress(
            "%s: %,d events in %.2f s".formatted(contender.applicationId(), scores, seconds));
      }
    }
    Map<String, ChangelogVolume> after = volumes(cluster, contenders);
    requireAllEligible(cluster, topics, publisher, pool);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Contender contender : contenders) {
      String id = contender.applicationId();
      rows.add(row(contender, after.get(id).minus(before.get(id))));
    }
    output.publish(
        "Score events into the pool", method(), rows, findings(winnow, yardstick, descriptorRate));
  }

  /** Returns descriptors folded per second, for what a first filling of a pool takes. */
  private double describe(SyntheticPool pool, BulkPublisher publisher, Contender winnow)
      throws InterruptedException {
    winnow.progress().await(publisher.publish(Stream.of(pool.policy(1, 1.2))).ends());
    output.progress("describing %,d candidates".formatted(candidates));
    double seconds =
        run(publisher, winnow, IntStream.range(0, candidates).mapToObj(pool::descriptor));
    return candidates / seconds;
  }

  private Stream<ProducerRecord<byte[], byte[]>> records(
      SyntheticPool pool, String topic, int count, int batch) {
    return IntStream.range(0, count)
        .mapToObj(event -> pool.score(event % candidates, version(batch, event)))
        .map(record -> new ProducerRecord<>(topic, record.key(), record.value()));
  }

  /** Another one for every visit of a candidate, so that no event repeats the one before it. */
  private int version(int batch, int event) {
    int visitsPerBatch = (Math.max(scores, warmUp) + candidates - 1) / candidates;
    return batch * visitsPerBatch + event / candidates;
  }

  private static double run(
      BulkPublisher publisher, Contender contender, Stream<ProducerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    Backlog backlog = publisher.publish(records);
    return (contender.progress().await(backlog.ends()) - backlog.commitNanos()) / 1e9;
  }

  private static Map<String, ChangelogVolume> volumes(
      EmbeddedCluster cluster, List<Contender> contenders) throws InterruptedException {
    Map<String, ChangelogVolume> volumes = new HashMap<>();
    for (Contender contender : contenders) {
      String id = contender.applicationId();
      volumes.put(id, ChangelogVolume.of(cluster.admin(), id));
    }
    return volumes;
  }

  /** A figure for records that were dropped would be worth nothing: ask the pool what it holds. */
  private void requireAllEligible(
      EmbeddedCluster cluster, TopicCatalog topics, BulkPublisher publisher, SyntheticPool pool) {
    try (RoundProbe probe = new RoundProbe(cluster, topics, publisher)) {
      long eligible = probe.run(pool.name(), 1, 1).manifest().getEligible();
      int expected = Math.min(candidates, scores);
      if (eligible < expected) {
        throw new BenchmarkException(
            "the pool holds " + eligible + " eligible candidates, expected " + expected);
      }
    }
  }

  private Map<String, Object> row(Contender contender, ChangelogVolume written) {
    Samples rates = new Samples(contender.rates());
    double events = (double) scores * repeats;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("application", contender.applicationId());
    row.put("events/s, median", rates.median());
    row.put("min", rates.min());
    row.put("max", rates.max());
    row.put("changelog records/event", written.records() / events);
    row.put("changelog bytes/event", written.bytes() / events);
    return row;
  }

  private List<String> method() {
    return List.of(
        String.format(
            "%,d scores of %d classes per measurement, in turn to %,d described candidates;"
                + " %d measurements of each application, taking turns, after %,d events to warm up.",
            scores, SyntheticPool.CLASSES, candidates, repeats, warmUp),
        streamsOptions.text(),
        "The backlog is published in one transaction to a running application; the clock runs from"
            + " its commit until the application's consumer group has committed the offset after the"
            + " last record of every partition, looked up every 10 ms.",
        RAW_APPLICATION
            + " puts the same raw bytes, from a topic of its own, into one RocksDB store with a"
            + " changelog, with Kafka Streams' own RocksDB memory, and does nothing else.",
        "Afterwards a round is requested, whose manifest must count every candidate as eligible.");
  }

  private static List<String> findings(
      Contender winnow, Contender yardstick, double descriptorRate) {
    double ratio = new Samples(winnow.rates()).median() / new Samples(yardstick.rates()).median();
    return List.of(
        String.format("Ratio of the medians, pool to bare application: %.2f.", ratio),
        String.format(
            "Descriptors into the pool while it was filled (not warmed up): %,.0f/s.",
            descriptorRate));
  }
}
