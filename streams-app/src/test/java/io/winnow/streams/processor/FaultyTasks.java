package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.RecordTimeExtractor;
import io.winnow.streams.store.PoolStores;
import io.winnow.streams.store.RoundStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.test.TestRecord;

/** The tasks of one partition in a test driver, with faults in their stores. */
final class FaultyTasks implements AutoCloseable {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration ANSWER_INTERVAL = Duration.ofSeconds(30);
  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};

  final TopicCatalog topics =
      new TopicCatalog(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
  final FaultyStore.Plan poolFaults = new FaultyStore.Plan();
  final FaultyStore.Plan roundFaults = new FaultyStore.Plan();
  private final List<OrderedStore> stores = new ArrayList<>();
  private final TopologyTestDriver driver;

  FaultyTasks() {
    Properties settings = new Properties();
    // names the directory of the stores
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "faulty-" + UUID.randomUUID());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
    settings.putAll(PoolStores.settings(1 << 20, 1));
    driver = new TopologyTestDriver(topology(), settings, START);
  }

  private Topology topology() {
    Topology topology = new Topology();
    List<String> poolTopics =
        List.of(
            topics.scores().name(),
            topics.descriptors().name(),
            topics.labels().name(),
            topics.poolCommands().name());
    List<String> roundTopics =
        List.of(
            topics.policies().name(), topics.roundRequests().name(), topics.poolReports().name());
    addProcessor(
        topology,
        NodeNames.POOL,
        poolTopics,
        () -> new PoolProcessor(topics, 1, TopicIds.UNKNOWN, this::faulty));
    addProcessor(
        topology,
        NodeNames.ROUND,
        roundTopics,
        () ->
            new RoundProcessor(
                topics,
                1,
                "test",
                Optional.empty(),
                ANSWER_INTERVAL,
                TopicIds.UNKNOWN,
                this::faultyRound));
    PoolStores.builders().forEach(store -> topology.addStateStore(store, NodeNames.POOL));
    RoundStores.builders().forEach(store -> topology.addStateStore(store, NodeNames.ROUND));
    addSink(topology, NodeNames.POOL_REPORTS, topics.poolReports(), NodeNames.POOL);
    addSink(topology, NodeNames.POOL_DEAD_LETTERS, topics.deadLetters(), NodeNames.POOL);
    addSink(topology, NodeNames.POOL_COMMANDS, topics.poolCommands(), NodeNames.ROUND);
    addSink(topology, NodeNames.ANNOTATION_REQUESTS, topics.annotationRequests(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUND_DECISIONS, topics.roundDecisions(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUNDS, topics.rounds(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUND_DEAD_LETTERS, topics.deadLetters(), NodeNames.ROUND);
    return topology;
  }

  private static void addProcessor(
      Topology topology,
      String name,
      List<String> inputs,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> processor) {
    for (String input : inputs) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          NodeNames.source(input),
          new RecordTimeExtractor(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          input);
    }
    topology.addProcessor(
        name, processor, inputs.stream().map(NodeNames::source).toArray(String[]::new));
  }

  private static void addSink(Topology topology, String name, Topic<?> topic, String parent) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
  }

  private LedgerStores faulty(LedgerStores staged) {
    return new LedgerStores(
        faultyPool(staged.candidates()),
        faultyPool(staged.descriptors()),
        faultyPool(staged.ranking()),
        faultyPool(staged.timeline()),
        faultyPool(staged.sample()),
        faultyPool(staged.openRounds()),
        faultyPool(staged.pools()),
        staged.positions());
  }

  private OrderedStore faultyPool(OrderedStore store) {
    stores.add(store);
    return new FaultyStore(store, poolFaults);
  }

  private OrderedStore faultyRound(OrderedStore store) {
    stores.add(store);
    return new FaultyStore(store, roundFaults);
  }

  <V> void publish(Topic<V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                key.getBytes(UTF_8),
                topic.valueSerde().serializer().serialize(topic.name(), value),
                START));
  }

  /** Reads what was sent to a topic since the last call. */
  List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  void passTime(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** Returns how many records and ticks met an internal error. */
  double failedTotal() {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("failed-total"))
        .mapToDouble(metric -> (Double) metric.getValue().metricValue())
        .sum();
  }

  /** Returns all that the tasks remember, but for how far they have read. */
  List<List<String>> state() {
    return stores.stream().map(FaultyTasks::entries).toList();
  }

  private static List<String> entries(OrderedStore store) {
    List<String> entries = new ArrayList<>();
    try (OrderedStore.Cursor all = store.range(FIRST, LAST)) {
      all.forEachRemaining(entry -> entries.add(hex(entry.key()) + "=" + hex(entry.value())));
    }
    return entries;
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "" : HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    driver.close();
  }
}
