package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.integration.WireFault.Kind;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks single calls between a streams instance and its broker while rounds are open. Whatever is
 * broken, every round closes once, a consumer that reads committed never finds a part of one, and
 * an audit verifies all. Where a call belongs to the start, the instance is stopped and started
 * during the round. {@code -Dwinnow.wire.matrix=full} breaks every call there is in every way. What
 * came of it is written to {@code target/wire-faults.md}.
 */
class WireFaultsIT {

  private static final Path REPORT = Path.of("target", "wire-faults.md");
  private static final String BROKEN = "broken";

  private static final boolean FULL = "full".equals(System.getProperty("winnow.wire.matrix"));
  private static final int PARTITIONS = 2;
  private static final int BUDGET = 5;
  private static final int REQUEST_TIMEOUT_MS = 2_000;
  private static final Duration LATE = Duration.ofMillis(2 * REQUEST_TIMEOUT_MS);
  private static final String PREFIX = "wire.";

  /** What a round cannot do without. */
  private static final List<ApiKeys> OF_TRANSACTIONS =
      List.of(ApiKeys.END_TXN, ApiKeys.TXN_OFFSET_COMMIT, ApiKeys.PRODUCE);

  private static final List<ApiKeys> ALL =
      List.of(
          ApiKeys.END_TXN,
          ApiKeys.TXN_OFFSET_COMMIT,
          ApiKeys.ADD_PARTITIONS_TO_TXN,
          ApiKeys.ADD_OFFSETS_TO_TXN,
          ApiKeys.INIT_PRODUCER_ID,
          ApiKeys.PRODUCE,
          ApiKeys.FETCH,
          ApiKeys.LIST_OFFSETS,
          ApiKeys.OFFSET_FETCH,
          ApiKeys.METADATA,
          ApiKeys.FIND_COORDINATOR,
          ApiKeys.JOIN_GROUP,
          ApiKeys.SYNC_GROUP,
          ApiKeys.HEARTBEAT);

  /** What an instance asks when it starts, and seldom or never afterwards. */
  private static final Set<ApiKeys> OF_STARTS =
      Set.of(
          ApiKeys.INIT_PRODUCER_ID,
          ApiKeys.LIST_OFFSETS,
          ApiKeys.OFFSET_FETCH,
          ApiKeys.METADATA,
          ApiKeys.FIND_COORDINATOR,
          ApiKeys.JOIN_GROUP,
          ApiKeys.SYNC_GROUP);

  @TempDir private Path directory;

  @Test
  void shouldCloseEveryRoundOnceWhicheverCallIsBroken() throws Exception {
    List<WireFault> faults =
        (FULL ? ALL : OF_TRANSACTIONS)
            .stream()
                .flatMap(call -> Stream.of(Kind.values()).map(kind -> new WireFault(call, kind)))
                .toList();
    SyntheticPool candidates = new SyntheticPool("wired", (faults.size() + 2) * BUDGET * 2, 5);
    try (TestCluster kafka = TestCluster.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
        WireProxy proxy = new WireProxy(kafka.bootstrapServers(), LATE)) {
      TopicCatalog topics = kafka.createTopics(PREFIX, registry.url(), PARTITIONS);
      PoolDriver pool = new PoolDriver(kafka.clients(), topics, candidates, BUDGET);
      kafka.clients().publish(topics.policies(), candidates.pool(), pool.policy());
      List<ProducerRecord<byte[], byte[]>> records = candidates.records(topics);
      int slice = records.size() / (faults.size() + 2);
      kafka.clients().sendAll(records.subList(0, 2 * slice));
      List<String> outcomes = new ArrayList<>();
      try (Supervised streams = new Supervised(directory, settings(kafka, registry, proxy));
          TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds());
          TopicTail<AnnotationRequested> requests =
              kafka.clients().tail(topics.annotationRequests())) {
        pool.request(1);
        streams.await(() -> rounds.values().size() >= 1);
        int round = 1;
        for (WireFault fault : faults) {
          int restarts = streams.restarts();
          int struck = proxy.struck();
          proxy.arm(fault);
          kafka.clients().sendAll(records.subList((round + 1) * slice, (round + 2) * slice));
          pool.request(++round);
          if (OF_STARTS.contains(fault.call())) {
            streams.startAgain();
          }
          int expected = round;
          streams.await(() -> rounds.values().size() >= expected);
          assertWhole(requests, expected);
          outcomes.add(
              "| %s | %s | %s | %s |"
                  .formatted(
                      fault.call(),
                      fault.kind(),
                      proxy.struck() == struck ? "not called" : BROKEN,
                      streams.restarts() == restarts ? "went on" : "started again"));
        }
      }
      Files.write(REPORT, outcomes);
      pool.assertExact(faults.size() + 1);
      Command.run(
          "audit",
          "verify",
          "--pool",
          candidates.pool(),
          "--prefix",
          PREFIX,
          "--bootstrap-servers",
          kafka.bootstrapServers(),
          "--registry",
          registry.url());
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.contains(BROKEN))
          .hasSizeGreaterThanOrEqualTo(OF_TRANSACTIONS.size() * Kind.values().length);
    }
  }

  /** Of every round that is readable at all, the whole query set comes to be readable. */
  private static void assertWhole(TopicTail<AnnotationRequested> requests, int rounds) {
    requests.awaitUntil(
        rounds + " whole query sets",
        all -> {
          Map<Long, Long> sizes =
              all.stream()
                  .collect(
                      Collectors.groupingBy(AnnotationRequested::getRound, Collectors.counting()));
          assertThat(sizes.values())
              .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(BUDGET));
          return sizes.size() == rounds && sizes.values().stream().allMatch(s -> s == BUDGET);
        });
  }

  private static Map<String, Object> settings(
      TestCluster kafka, EmbeddedRegistry registry, WireProxy proxy) {
    Map<String, Object> settings = kafka.streamsSettings(PREFIX, registry.url(), "");
    settings.put("bootstrap.servers", proxy.bootstrapServers());
    for (String client : List.of("consumer", "producer", "admin")) {
      settings.put("kafka." + client + ".request.timeout.ms", REQUEST_TIMEOUT_MS);
    }
    settings.put("kafka.producer.delivery.timeout.ms", 3 * REQUEST_TIMEOUT_MS);
    settings.put("kafka.producer.linger.ms", 0);
    return settings;
  }

  /** An instance that is started again when it ends, as a supervisor would. */
  private static final class Supervised implements AutoCloseable {
    private final Path directory;
    private final Map<String, Object> settings;
    private StreamsInstance instance;
    private int restarts;

    Supervised(Path directory, Map<String, Object> settings) throws Exception {
      this.directory = directory;
      this.settings = settings;
      this.instance = StreamsInstance.start("streams", directory, settings);
    }

    int restarts() {
      return restarts;
    }

    /** Stops the instance in the middle of what it does, and starts it. */
    void startAgain() throws Exception {
      if (!instance.isAlive()) {
        restarts++; // ended late, by what was broken before
      }
      instance.stop();
      instance = StreamsInstance.start("streams", directory, settings);
    }

    void await(Callable<Boolean> condition) {
      Awaitility.await("the round")
          .atMost(TopicTail.PATIENCE)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                if (!instance.isAlive()) {
                  restarts++;
                  instance = StreamsInstance.start("streams", directory, settings);
                }
                return condition.call();
              });
    }

    @Override
    public void close() {
      instance.close();
    }
  }
}
