package io.winnow.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundAbort;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.RoundCoordinator;
import io.winnow.streams.store.PoolStores;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in a test driver, with one partition unless told otherwise. */
final class TopologyFixture implements AutoCloseable {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String ENCODER = "ab".repeat(32);
  static final String POOL = "cats";

  final TopicCatalog topics =
      new TopicCatalog(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));

  /** Ids of topics, where the brokers are to know one. */
  final Map<String, String> topicIds = new HashMap<>();

  private final List<Published> published = new ArrayList<>();
  private final TopologyTestDriver driver;
  private Instant now = START;

  private record Published(String topic, byte[] key, byte[] value, Instant timestamp) {}

  TopologyFixture() {
    this(1);
  }

  TopologyFixture(int partitions) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.putAll(PoolStores.settings(1 << 20, partitions));
    driver =
        new TopologyTestDriver(
            new WinnowTopology(
                    topics,
                    partitions,
                    "test",
                    Optional.empty(),
                    RoundCoordinator.ANSWER_INTERVAL,
                    topic -> Optional.ofNullable(topicIds.get(topic)))
                .get(),
            settings,
            START);
  }

  <V> void publish(Topic<V> topic, String key, V value) {
    publish(topic, key, value, now);
  }

  <V> void publish(Topic<V> topic, String key, V value, Instant timestamp) {
    publishRaw(
        topic.name(),
        key.getBytes(UTF_8),
        topic.valueSerde().serializer().serialize(topic.name(), value),
        timestamp);
  }

  void publishRaw(String topic, byte[] key, byte[] value) {
    publishRaw(topic, key, value, now);
  }

  private void publishRaw(String topic, byte[] key, byte[] value, Instant timestamp) {
    published.add(new Published(topic, key, value, timestamp));
    pipe(topic, key, value, timestamp);
  }

  private void pipe(String topic, byte[] key, byte[] value, Instant timestamp) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, timestamp));
  }

  /**
   * Lets the tasks read all their topics again from offset 0, as a group whose offsets are gone
   * does.
   *
   * @return how many records that were
   */
  int readEverythingAgain() {
    List<Published> all = new ArrayList<>(published);
    for (Topic<?> internal : List.of(topics.poolCommands(), topics.poolReports())) {
      rawRecords(internal)
          .forEach(
              record ->
                  all.add(
                      new Published(
                          internal.name(), record.key(), record.value(), record.getRecordTime())));
    }
    all.stream().map(Published::topic).distinct().forEach(this::startAgainAtOffsetZero);
    all.forEach(record -> pipe(record.topic(), record.key(), record.value(), record.timestamp()));
    return all.size();
  }

  /** The driver has no way to say which offset a record has; it counts them itself. */
  @SuppressWarnings("unchecked")
  void startAgainAtOffsetZero(String topic) {
    try {
      Field offsets = TopologyTestDriver.class.getDeclaredField("offsetsByTopicOrPatternPartition");
      offsets.setAccessible(true);
      ((Map<TopicPartition, AtomicLong>) offsets.get(driver))
          .forEach(
              (partition, next) -> {
                if (partition.topic().equals(topic)) {
                  next.set(0);
                }
              });
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the driver keeps its offsets elsewhere now", e);
    }
  }

  /** Returns how many records of a topic had an outcome; the name is that of the metric. */
  double counted(String outcome, String topic) {
    return driver.metrics().entrySet().stream()
        .filter(
            metric ->
                metric.getKey().name().equals(outcome + "-total")
                    && topic.equals(metric.getKey().tags().get("winnow-id")))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  <V> List<V> read(Topic<V> topic) {
    return output(topic).readValuesToList();
  }

  /** When the records that were not read yet say they were made. */
  List<Instant> readTimestamps(Topic<?> topic) {
    return output(topic).readRecordsToList().stream().map(TestRecord::getRecordTime).toList();
  }

  private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keySerde().deserializer(), topic.valueSerde().deserializer());
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return rawRecords(topics.deadLetters());
  }

  private List<TestRecord<byte[], byte[]>> rawRecords(Topic<?> topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  static String header(TestRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  void passTime(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  Instant now() {
    return now;
  }

  PoolPolicy.Builder policy() {
    return PoolPolicy.newBuilder()
        .setBudget(2)
        .setSr(1.0)
        .setMeasure("least-confidence")
        .setResampler("none")
        .setEncoderId(ENCODER)
        .setDescriptorSize(2);
  }

  void setPolicy(PoolPolicy.Builder policy) {
    publish(topics.policies(), POOL, policy.build());
  }

  void request(String requestId) {
    publish(topics.roundRequests(), POOL, new RoundRequested(requestId, null, "test", null));
  }

  void abort(String requestId, Long round) {
    publish(
        topics.roundRequests(),
        POOL,
        new RoundRequested(requestId, null, "test", new RoundAbort(round, "wrong budget")));
  }

  void deletePolicy() {
    publishRaw(topics.policies().name(), POOL.getBytes(UTF_8), null);
  }

  /** Publishes an image's descriptor and a score whose largest probability is {@code top}. */
  void candidate(String imageId, double top) {
    describe(imageId);
    score(imageId, top);
  }

  void describe(String imageId) {
    publish(topics.descriptors(), imageId, described(1f, 0f).build());
  }

  static ImageDescribed.Builder described(float... vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return ImageDescribed.newBuilder()
        .setPool(POOL)
        .setEncoderId(ENCODER)
        .setVector(bytes)
        .setImage(new ImageRef("file:/a.png", "0".repeat(64), 3, 2))
        .setAttributes(Map.of("camera", "7"));
  }

  void score(String imageId, double top) {
    publish(topics.scores(), imageId, scored(top, 1 - top).build());
  }

  static ModelScored.Builder scored(Double... probabilities) {
    List<String> classes = List.of("yes", "no", "maybe").subList(0, probabilities.length);
    return ModelScored.newBuilder()
        .setPool(POOL)
        .setModel("net")
        .setModelVersion("1")
        .setPrediction(new Classification(classes, List.of(probabilities)));
  }

  void label(String imageId) {
    publish(
        topics.labels(), imageId, ImageLabelled.newBuilder().setPool(POOL).setLabel("yes").build());
  }

  @Override
  public void close() {
    driver.close();
  }
}
