package io.winnow.benchmarks;

import io.winnow.cli.console.ProductVersion;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import io.winnow.streams.store.PoolStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.streams.LagInfo;

/**
 * Stops the streams application of a cluster and measures how long nobody answers. One outage
 * leaves behind what the next begins with: a stopped application whose first instance has its
 * state.
 */
final class Outages {

  static final String APPLICATION = "winnow-streams";
  static final String FIRST = "first";

  /** Rounds that are run in all three outages together, one of them before the standby's. */
  static final int ROUNDS = 4;

  private static final String SECOND = "second";

  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long POLL_MS = 100;

  /** Transaction markers and what a tick writes keep a standby this far behind. */
  private static final long CAUGHT_UP_RECORDS = 100;

  private final EmbeddedCluster cluster;
  private final StreamsOptions options;

  Outages(EmbeddedCluster cluster, StreamsOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /** Starts an instance; returns before it has its tasks. */
  StreamsRunner start(String instance, int standbys) {
    StreamsAppConfig config =
        options.config(
            cluster,
            APPLICATION,
            Map.of(
                StreamsAppConfig.STATE_DIR,
                stateDirectory(instance).toString(),
                StreamsAppConfig.STANDBY_REPLICAS,
                standbys));
    return StreamsRunner.start(config, ProductVersion.number());
  }

  /** Returns the size of all files of an instance's state. */
  long stateBytes(String instance) throws IOException {
    try (Stream<Path> files = Files.walk(stateDirectory(instance))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /**
   * Returns the seconds from a start with the state of a clean stop until a round is answered.
   *
   * @param round asks for a round and returns when it is answered
   */
  double restart(Runnable round) {
    long start = System.nanoTime();
    try (StreamsRunner first = start(FIRST, 0)) {
      round.run();
      return since(start);
    }
  }

  /** As {@link #restart}, with an empty state directory. */
  double loss(Runnable round) throws IOException {
    try (Stream<Path> files = Files.walk(stateDirectory(FIRST))) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
    return restart(round);
  }

  /**
   * Returns the seconds from the order to stop the only active instance until another, a standby
   * that had caught up, answers a round.
   */
  double takeover(Runnable round) throws InterruptedException {
    StreamsRunner first = start(FIRST, 1);
    try {
      round.run();
      try (StreamsRunner second = start(SECOND, 1)) {
        awaitStandbys(second);
        long start = System.nanoTime();
        first.close();
        round.run();
        return since(start);
      }
    } finally {
      first.close();
    }
  }

  private void awaitStandbys(StreamsRunner instance) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!caughtUp(instance.streams().allLocalStorePartitionLags())) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException(
            "the standby has not caught up: " + instance.streams().allLocalStorePartitionLags());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private boolean caughtUp(Map<String, Map<Integer, LagInfo>> lags) {
    return Stream.of(PoolStores.CANDIDATES, PoolStores.DESCRIPTORS)
        .map(store -> lags.getOrDefault(store, Map.of()))
        .allMatch(
            partitions ->
                partitions.size() == options.partitions()
                    && partitions.values().stream()
                        .allMatch(lag -> lag.offsetLag() <= CAUGHT_UP_RECORDS));
  }

  private Path stateDirectory(String instance) {
    return cluster.directory().resolve("state-" + instance);
  }

  private static double since(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
