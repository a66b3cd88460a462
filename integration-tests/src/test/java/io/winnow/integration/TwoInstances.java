package io.winnow.integration;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import io.winnow.streams.store.PoolStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.awaitility.Awaitility;

/**
 * A group of two: one instance lives in this JVM, so that a test can look into it, the other in a
 * process, so that it can be lost. They share one pool.
 */
final class TwoInstances implements AutoCloseable {

  static final String STAYS = "stays";
  static final String GOES = "goes";

  /** Transaction markers and what a tick writes keep a standby this far behind. */
  private static final long CAUGHT_UP_RECORDS = 100;

  private final TopicCatalog topics;
  private final PoolDriver pool;
  private final TopicTail<RoundClosed> rounds;
  private final int partitions;
  private final StreamsRunner stays;
  private final Function<String, Map<String, Object>> settings;
  private final Path directory;
  private StreamsInstance goes;

  private TwoInstances(
      TestCluster kafka,
      TopicCatalog topics,
      SyntheticPool pool,
      int budget,
      int partitions,
      Path directory,
      Function<String, Map<String, Object>> settings)
      throws IOException {
    this.topics = topics;
    this.partitions = partitions;
    this.directory = directory.resolve(topics.prefix());
    this.settings = settings;
    this.pool = new PoolDriver(kafka.clients(), topics, pool, budget);
    this.rounds = kafka.clients().tail(topics.rounds());
    this.stays = startHere();
    this.goes = startProcess();
  }

  /**
   * Starts both; returns when both have tasks and everything is folded.
   *
   * @param topics of the application, whose id is their prefix and {@code streams}
   * @param settings of the streams application, by the name of the instance
   */
  static TwoInstances start(
      TestCluster kafka,
      TopicCatalog topics,
      SyntheticPool pool,
      int budget,
      int partitions,
      Path directory,
      Function<String, Map<String, Object>> settings)
      throws Exception {
    TwoInstances group =
        new TwoInstances(kafka, topics, pool, budget, partitions, directory, settings);
    try {
      group.awaitShared();
      group.pool.fill();
      FoldedInput.await(kafka.clients().admin(), topics.prefix() + "streams", topics, partitions);
      return group;
    } catch (Exception | AssertionError e) {
      group.close();
      throw e;
    }
  }

  private StreamsRunner startHere() {
    Map<String, Object> own = new HashMap<>(settings.apply(STAYS));
    own.put(StreamsAppConfig.STATE_DIR, directory.resolve(STAYS).toString());
    own.put("kafka.client.id", STAYS);
    return StreamsRunner.start(new StreamsAppConfig(own), "test");
  }

  private StreamsInstance startProcess() throws IOException {
    return StreamsInstance.start(GOES, directory, settings.apply(GOES));
  }

  /** The instance that can be lost. */
  StreamsInstance goes() {
    return goes;
  }

  /** Starts the lost one again, with the state it left. */
  void bringBack() throws IOException {
    goes = startProcess();
  }

  void request(int round) throws Exception {
    pool.request(round);
  }

  /** Waits for so many rounds and checks that each is there once, whole and chained. */
  List<RoundClosed> awaitRounds(int count) {
    List<RoundClosed> closed = rounds.awaitCount(count);
    pool.assertExact(count);
    return closed;
  }

  /** Waits until the instance here has some of the tasks, so that the other has the rest. */
  void awaitShared() {
    await("both instances have tasks", () -> !tasks().isEmpty() && tasks().size() < all());
  }

  /** Waits until the instance here has every task. */
  void awaitAll() {
    await("one instance has all tasks", () -> tasks().size() == all());
  }

  /** Waits until the instance here has a copy of every pool that is nearly whole. */
  void awaitStandbys() {
    await(
        "the standby has caught up", () -> caughtUp(stays.streams().allLocalStorePartitionLags()));
  }

  private boolean caughtUp(Map<String, Map<Integer, LagInfo>> lags) {
    return Stream.of(PoolStores.CANDIDATES, PoolStores.DESCRIPTORS)
        .map(store -> lags.getOrDefault(store, Map.of()))
        .allMatch(
            ofStore ->
                ofStore.size() == partitions
                    && ofStore.values().stream()
                        .allMatch(lag -> lag.offsetLag() <= CAUGHT_UP_RECORDS));
  }

  /** One task of every partition keeps its part of the pools, one runs rounds. */
  private int all() {
    return 2 * partitions;
  }

  /** Waits until the other instance has some of the tasks that keep the pools. */
  void awaitPoolsElsewhere() {
    await("the other instance has a part of the pool", () -> poolTasks() < partitions);
  }

  private long poolTasks() {
    return activeTasks()
        .filter(
            task ->
                task.topicPartitions().stream()
                    .anyMatch(input -> input.topic().equals(topics.scores().name())))
        .count();
  }

  private Set<TaskId> tasks() {
    return activeTasks().map(TaskMetadata::taskId).collect(Collectors.toSet());
  }

  private Stream<TaskMetadata> activeTasks() {
    return stays.streams().metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream());
  }

  /** How many rebalances the instance here has been through. */
  double rebalances() {
    return stays.streams().metrics().values().stream()
        .filter(metric -> metric.metricName().group().equals("consumer-coordinator-metrics"))
        .filter(metric -> metric.metricName().name().equals("rebalance-total"))
        .map(Metric::metricValue)
        .mapToDouble(value -> (Double) value)
        .sum();
  }

  /** How many records of changelogs the instance here has restored tasks from. */
  long restored() {
    return stays.restoredRecords();
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(TopicTail.PATIENCE).until(condition::getAsBoolean);
  }

  @Override
  public void close() {
    rounds.close();
    goes.close();
    stays.close();
  }
}
