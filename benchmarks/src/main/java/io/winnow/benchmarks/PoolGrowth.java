package io.winnow.benchmarks;

import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Intake, state, outages and rounds of pools of growing size. */
@Command(
    name = "growth",
    description = "Intake, size of state, length of outages and of rounds as a pool grows.")
final class PoolGrowth implements Callable<Integer> {

  private static final double SR = 1.2;
  private static final String POOL = "growing";
  private static final String ROUND_SECONDS = "round, s, median";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  @Mixin private ReportOutput output;

  @Mixin private StreamsOptions streamsOptions;

  @Option(
      names = "--pool-sizes",
      split = ",",
      paramLabel = "N",
      description =
          "Images with a descriptor and a score; all is done with the smallest pool once before, to"
              + " warm up (default: ${DEFAULT-VALUE}).")
  private List<Integer> poolSizes = List.of(10_000, 100_000, 1_000_000);

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images of a round (default: ${DEFAULT-VALUE}).")
  private int budget = 1_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measured rounds of each size (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Rounds of each size before them (default: ${DEFAULT-VALUE}).")
  private int warmUp = 3;

  @Override
  public Integer call() throws Exception {
    output.progress("warming up");
    measure(Collections.min(poolSizes));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int size : poolSizes) {
      output.progress("pool of %,d images".formatted(size));
      rows.add(measure(size));
      output.progress(rows.get(rows.size() - 1).toString());
    }
    output.publish("A pool as it grows", method(), rows, findings(rows));
    return 0;
  }

  private Map<String, Object> measure(int size) throws IOException, InterruptedException {
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      return measure(cluster, size);
    }
  }

  private Map<String, Object> measure(EmbeddedCluster cluster, int size)
      throws IOException, InterruptedException {
    TopicCatalog topics =
        cluster.createTopics(TopicCatalog.DEFAULT_PREFIX, streamsOptions.partitions());
    Outages outages = new Outages(cluster, streamsOptions);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("images", size);
    try (BulkPublisher publisher = new BulkPublisher(cluster, topics, "growth");
        RoundProbe probe = new RoundProbe(cluster, topics, publisher)) {
      try (StreamsRunner streams = outages.start(Outages.FIRST, 0)) {
        streams.awaitRunning(START_LIMIT);
        GroupProgress progress =
            new GroupProgress(cluster.admin(), Outages.APPLICATION, streams::healthy);
        FilledPool pool =
            new FilledPool(
                new SyntheticPool(topics, POOL, streamsOptions.dimension()), publisher, progress);
        pool.define(budget, SR);
        row.put("intake, records/s", 2.0 * size / pool.add(size));
        Samples seconds = roundSeconds(pool, probe, size);
        row.put(ROUND_SECONDS, seconds.median());
        row.put("min", seconds.min());
        row.put("max", seconds.max());
      }
      row.put("state, bytes/image", (double) outages.stateBytes(Outages.FIRST) / size);
      ChangelogVolume changelogs = ChangelogVolume.of(cluster.admin(), Outages.APPLICATION);
      row.put("changelogs, bytes/image", (double) changelogs.bytes() / size);
      Runnable round = () -> smallRound(probe, size);
      row.put("restart, s", outages.restart(round));
      row.put("state lost, s", outages.loss(round));
      row.put("standby, s", outages.takeover(round));
    }
    return row;
  }

  /** An answer from a part of the pool would be no end of an outage. */
  private static void smallRound(RoundProbe probe, int size) {
    long eligible = probe.run(POOL, 1, 1).manifest().getEligible();
    if (eligible > size || eligible < size - Outages.ROUNDS) {
      throw new BenchmarkException(
          "the pool has %d eligible candidates of %d after an outage".formatted(eligible, size));
    }
  }

  private Samples roundSeconds(FilledPool pool, RoundProbe probe, int size)
      throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < warmUp + rounds; round++) {
      RoundProbe.Measured measured = probe.run(pool.name(), budget, budget);
      if (measured.manifest().getEligible() != size) {
        throw new BenchmarkException(
            "the pool has %d eligible candidates, expected %d"
                .formatted(measured.manifest().getEligible(), size));
      }
      if (round >= warmUp) {
        seconds.add(measured.seconds());
      }
      pool.add(budget);
    }
    return new Samples(seconds);
  }

  private static List<String> findings(List<Map<String, Object>> rows) {
    double first = (Double) rows.get(0).get(ROUND_SECONDS);
    double last = (Double) rows.get(rows.size() - 1).get(ROUND_SECONDS);
    return List.of(
        String.format(
            "Median round of the largest pool to that of the smallest: %.2f.", last / first));
  }

  private List<String> method() {
    return List.of(
        String.format(
            "Random %d-d unit vectors and random scores of %d classes, a descriptor and a score for"
                + " each image, published in one transaction; intake: from its commit until the"
                + " application has committed that it folded all in.",
            streamsOptions.dimension(), SyntheticPool.CLASSES),
        String.format(
            "Rounds: budget %,d, entropy, budgeted-nms, SR %s; the median of %d after %d to warm up,"
                + " from the request to the last annotation record in a reader's hands; the pool is"
                + " filled up after each, and each manifest must count its size as eligible.",
            budget, SR, rounds, warmUp),
        streamsOptions.text(),
        "State: files of all stores after a clean stop. Changelogs: topics on the broker's disk,"
            + " before the broker compacts them.",
        "Restart, state lost, standby: seconds without service, from the start of an instance, or from the order to stop the instance that"
            + " had every task, until the query set of a round requested at once is read. Restart:"
            + " with the state of a clean stop. State lost: restored from changelogs. Standby: a"
            + " second instance in the same JVM with num.standby.replicas=1 had caught up.",
        "All of it is done once with the smallest pool before, to warm up.");
  }
}
