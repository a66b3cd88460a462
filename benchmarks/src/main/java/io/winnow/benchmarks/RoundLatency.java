package io.winnow.benchmarks;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Seconds from a round's request to its query set. */
@Command(name = "rounds", description = "Seconds from a round's request to its query set.")
final class RoundLatency implements Callable<Integer> {

  private static final String APPLICATION = "winnow-streams";

  @Mixin private ReportOutput output;

  @Mixin private StreamsOptions streamsOptions;

  @Option(
      names = "--pool-sizes",
      split = ",",
      paramLabel = "N",
      description = "Eligible candidates at each request (default: ${DEFAULT-VALUE}).")
  private List<Integer> poolSizes = List.of(1_000, 100_000);

  @Option(
      names = "--budgets",
      split = ",",
      paramLabel = "N",
      description = "Images to select (default: ${DEFAULT-VALUE}).")
  private List<Integer> budgets = List.of(100, 1_000);

  @Option(
      names = "--sr",
      paramLabel = "SR",
      description = "Shortlist ratio T''/T' (default: ${DEFAULT-VALUE}).")
  private double sr = 1.2;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measured rounds of each size and budget (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Rounds of each size and budget before them (default: ${DEFAULT-VALUE}).")
  private int warmUp = 2;

  @Override
  public Integer call() throws Exception {
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      TopicCatalog topics =
          cluster.createTopics(TopicCatalog.DEFAULT_PREFIX, streamsOptions.partitions());
      StreamsAppConfig config = streamsOptions.config(cluster, APPLICATION);
      List<Map<String, Object>> rows = new ArrayList<>();
      try (BulkPublisher publisher = new BulkPublisher(cluster, topics, "rounds");
          StreamsRunner streams = EmbeddedCluster.startStreams(config);
          RoundProbe probe = new RoundProbe(cluster, topics, publisher)) {
        GroupProgress progress = new GroupProgress(cluster.admin(), APPLICATION, streams::healthy);
        for (int size : poolSizes) {
          FilledPool pool =
              new FilledPool(
                  new SyntheticPool(topics, "pool-" + size, streamsOptions.dimension()),
                  publisher,
                  progress);
          pool.define(budgets.get(0), sr);
          output.progress("filling a pool with %,d candidates".formatted(size));
          pool.add(size);
          for (int budget : budgets) {
            rows.add(measure(pool, probe, size, budget));
          }
        }
      }
      output.publish("Seconds from request to query set", method(), rows, List.of());
    }
    return 0;
  }

  private Map<String, Object> measure(FilledPool pool, RoundProbe probe, int size, int budget)
      throws InterruptedException {
    int expected = Math.min(budget, size);
    List<Double> seconds = new ArrayList<>();
    RoundClosed last = null;
    for (int round = 0; round < warmUp + rounds; round++) {
      RoundProbe.Measured measured = probe.run(pool.name(), budget, expected);
      last = measured.manifest();
      if (last.getEligible() != size) {
        throw new BenchmarkException(
            "pool %s has %d eligible candidates, expected %d"
                .formatted(pool.name(), last.getEligible(), size));
      }
      if (round >= warmUp) {
        seconds.add(measured.seconds());
      }
      pool.add(expected);
    }
    Samples samples = new Samples(seconds);
    output.progress(
        "pool %,d, budget %,d: median %.3f s".formatted(size, budget, samples.median()));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pool", size);
    row.put("budget", budget);
    row.put("shortlisted", last.getShortlisted());
    row.put("selected", last.getSelected());
    row.put("rounds", rounds);
    row.put("seconds, median", samples.median());
    row.put("min", samples.min());
    row.put("max", samples.max());
    return row;
  }

  private List<String> method() {
    return List.of(
        String.format(
            "Pools of random %d-d unit vectors and random scores of %d classes; measure entropy,"
                + " resampler budgeted-nms, SR %s; after each round the pool is filled up again, and"
                + " each manifest must count exactly the pool's size as eligible.",
            streamsOptions.dimension(), SyntheticPool.CLASSES, sr),
        streamsOptions.text() + " " + warmUp + " rounds of each kind before the measured ones.",
        "The clock runs from before the request is sent until a read_committed consumer of all"
            + " partitions of winnow.annotation-requests holds the round's last record.");
  }
}
