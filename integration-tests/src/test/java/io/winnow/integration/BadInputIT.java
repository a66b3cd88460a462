package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.deadletter.DeadLetter;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import io.winnow.streams.processor.PoolProcessor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad record between two good ones of its partition, through real topics with a real worker
 * and a real streams instance: all are sent at once, one round is closed, then each test looks at
 * what became of its record and its neighbours.
 */
class BadInputIT {

  private static final int PARTITIONS = 3;
  private static final String PREFIX = "bad-input.";
  private static final String POOL = "belt";
  private static final int MISPLACED = 12;

  @TempDir private static Path directory;
  private static Path imageRoot;
  private static TestCluster kafka;
  private static TestClients clients;
  private static TopicCatalog topics;
  private static FashionPictures pictures;
  private static final MeterRegistry METERS = new SimpleMeterRegistry();
  private static WorkerRunner worker;
  private static StreamsRunner streams;

  private static List<BadInput> inputs;
  private static final Map<BadInput, Planted> PLANTED = new LinkedHashMap<>();
  private static final List<String> GOOD_IMAGES = new ArrayList<>();
  private static List<ConsumerRecord<byte[], byte[]>> letters;
  private static List<RoundClosed> rounds;
  private static Map<String, List<AnnotationRequested>> annotations;

  /** A bad record as it was sent, where it went, and the good images next to it. */
  private record Planted(
      ProducerRecord<byte[], byte[]> record, RecordMetadata at, List<String> neighbours) {}

  @BeforeAll
  static void sendEverything() throws Exception {
    imageRoot = Files.createDirectory(directory.resolve("pictures"));
    kafka = TestCluster.start();
    clients = kafka.clients();
    String registryUrl = "mock://bad-input";
    topics = kafka.createTopics(PREFIX, registryUrl, PARTITIONS);
    pictures = FashionPictures.load();
    worker = new WorkerRunner(new WorkerConfig(workerSettings(registryUrl)), METERS).start();
    streams =
        StreamsRunner.start(
            new StreamsAppConfig(
                kafka.streamsSettings(PREFIX, registryUrl, directory.resolve("state").toString())),
            "test");
    inputs = new BadInputs(POOL, worker.encoderId(), pictures.png(0), imageRoot).all();

    publishPolicy();
    for (BadInput input : inputs) {
      plant(input);
    }
    publishMisplaced();
    publishTwice("twice");
    closeRound();
    readResults();
  }

  private static Map<String, Object> workerSettings(String registryUrl) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(WorkerConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    settings.put(WorkerConfig.TOPIC_PREFIX, PREFIX);
    settings.put(WorkerConfig.FILE_ROOT, imageRoot.toString());
    settings.put(WorkerConfig.HTTP_HOSTS, "127.0.0.1");
    settings.put(WorkerConfig.FETCH_ATTEMPTS, 2);
    settings.put(WorkerConfig.FETCH_BACKOFF_MS, 20);
    settings.put(RegistryConfig.URL, registryUrl);
    return settings;
  }

  private static void publishPolicy() throws Exception {
    clients.publish(
        topics.policies(),
        POOL,
        PoolPolicy.newBuilder()
            .setBudget(1_000)
            .setSr(1.0)
            .setMeasure("least-confidence")
            .setResampler("none")
            .setEncoderId(worker.encoderId())
            .setDescriptorSize(Encoders.builtIn("compact").descriptorSize())
            .build());
    try (TopicTail<?> commands = clients.tail(topics.poolCommands())) {
      commands.awaitRecords(PARTITIONS);
    }
    // a vector can only be too long or too short for a policy that is known
    FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
  }

  private static void plant(BadInput input) throws Exception {
    ProducerRecord<byte[], byte[]> record = input.record().apply(topics);
    int partition =
        record.partition() != null ? record.partition() : Partitions.of(record.key(), PARTITIONS);
    String before = imageIn(partition, "before " + input.what());
    String after = imageIn(partition, "after " + input.what());
    publishGood(before);
    RecordMetadata at = clients.send(record);
    publishGood(after);
    PLANTED.put(input, new Planted(record, at, List.of(before, after)));
  }

  private static String imageIn(int partition, String name) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> name + " " + i)
        .filter(id -> Partitions.of(id, PARTITIONS) == partition)
        .findFirst()
        .orElseThrow();
  }

  private static void publishGood(String imageId) throws Exception {
    clients.publish(topics.images(), imageId, picture(GOOD_IMAGES.size()));
    clients.publish(topics.scores(), imageId, Scores.of(POOL, 0.6));
    GOOD_IMAGES.add(imageId);
  }

  private static ImageReceived picture(int index) {
    return ImageReceived.newBuilder()
        .setPool(POOL)
        .setBytes(ByteBuffer.wrap(pictures.png(index)))
        .build();
  }

  /** Images and scores where librdkafka's default partitioner puts them. */
  private static void publishMisplaced() throws Exception {
    for (int i = 0; i < MISPLACED; i++) {
      String imageId = "misplaced " + i;
      sendByCrc32(topics.images(), imageId, picture(i));
      sendByCrc32(topics.scores(), imageId, Scores.of(POOL, 0.6));
      GOOD_IMAGES.add(imageId);
    }
  }

  private static <V> void sendByCrc32(Topic<V> topic, String imageId, V value) throws Exception {
    clients.send(topic.record(Crc32Partitions.of(imageId, PARTITIONS), null, imageId, value));
  }

  private static void publishTwice(String imageId) throws Exception {
    publishGood(imageId);
    clients.publish(topics.images(), imageId, picture(500));
    clients.publish(topics.scores(), imageId, Scores.of(POOL, 0.7));
  }

  private static void closeRound() throws Exception {
    try (TopicTail<?> described = clients.tail(topics.descriptors())) {
      // the duplicate has a descriptor of its own, and so have the two bad ones sent directly
      int bad =
          (int)
              PLANTED.values().stream()
                  .filter(planted -> planted.at().topic().equals(topics.descriptors().name()))
                  .count();
      described.awaitRecords(GOOD_IMAGES.size() + 1 + bad);
    }
    FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
    clients.publish(topics.roundRequests(), POOL, new RoundRequested("r1", null, "test", null));
  }

  private static void readResults() throws Exception {
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds());
        TopicTail<AnnotationRequested> requested = clients.tail(topics.annotationRequests());
        TopicTail<byte[]> dead = clients.tail(topics.deadLetters())) {
      rounds = closed.awaitCount(1);
      letters = dead.awaitRecords(PLANTED.size());
      List<AnnotationRequested> values = requested.valuesToEnd();
      List<ConsumerRecord<byte[], byte[]>> records = requested.records();
      annotations =
          Stream.iterate(0, i -> i < values.size(), i -> i + 1)
              .collect(
                  Collectors.groupingBy(
                      i -> new String(records.get(i).key(), UTF_8),
                      Collectors.mapping(values::get, Collectors.toList())));
    }
  }

  @AfterAll
  static void stop() {
    if (streams != null) {
      streams.close();
    }
    if (worker != null) {
      worker.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  static List<BadInput> inputs() {
    return inputs;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void shouldWriteOneDeadLetterWhenARecordCannotBeUsed(BadInput input) {
    Planted planted = PLANTED.get(input);
    List<ConsumerRecord<byte[], byte[]>> its =
        letters.stream().filter(letter -> cameFrom(letter, planted.at())).toList();
    assertThat(its).hasSize(1);
    assertThat(its.get(0).key()).isEqualTo(planted.record().key());
    assertThat(its.get(0).value()).isEqualTo(planted.record().value());
    assertThat(DeadLetter.of(its.get(0)).reason()).contains(input.reason()).doesNotContain("\n");
    assertThat(annotations).containsKeys(planted.neighbours().toArray(String[]::new));
  }

  private static boolean cameFrom(ConsumerRecord<byte[], byte[]> letter, RecordMetadata at) {
    DeadLetter said = DeadLetter.of(letter);
    return said.sourceTopic().equals(at.topic())
        && said.sourcePartition() == at.partition()
        && said.sourceOffset() == at.offset();
  }

  @Test
  void shouldWriteNoDeadLetterBesidesThoseOfTheBadRecords() {
    assertThat(letters).hasSize(PLANTED.size());
    assertThat(worker.isRunning()).isTrue();
    assertThat(streams.healthy()).isTrue();
  }

  @Test
  void shouldCountEveryRejectedRecord() {
    Map<String, Long> byStage =
        letters.stream()
            .collect(
                Collectors.groupingBy(
                    letter -> DeadLetter.of(letter).stage(), Collectors.counting()));
    assertThat(streamsTotal("rejected")).isEqualTo(byStage.get("streams").doubleValue());
    assertThat(METERS.find("winnow.worker.images.rejected").counters())
        .extracting(Counter::count)
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToDouble(Double::doubleValue).sum())
                    .isEqualTo(byStage.get("worker").doubleValue()));
  }

  @Test
  void shouldRequestEveryGoodImageExactlyOnce() {
    assertThat(annotations.keySet()).containsExactlyInAnyOrderElementsOf(GOOD_IMAGES);
    assertThat(annotations.values()).allSatisfy(one -> assertThat(one).hasSize(1));
    assertThat(rounds).hasSize(1);
    assertThat(rounds.get(0).getSelected()).isEqualTo(GOOD_IMAGES.size());
  }

  @Test
  void shouldKeepTheFirstPictureAndTheLastScoreWhenAnImageComesTwice() throws Exception {
    AnnotationRequested twice = annotations.get("twice").get(0);
    byte[] first = pictures.png(GOOD_IMAGES.indexOf("twice"));
    assertThat(twice.getImage().getSha256()).isEqualTo(sha256(first));
    assertThat(twice.getUncertainty()).isEqualTo(1 - 0.7);
    assertThat(streamsTotal("duplicate")).isEqualTo(1);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void shouldMoveRecordsToTheirPartitionWhenTheProducerPartitionsOtherwise() {
    List<String> strays =
        GOOD_IMAGES.stream()
            .filter(id -> id.startsWith("misplaced"))
            .filter(id -> Crc32Partitions.of(id, PARTITIONS) != Partitions.of(id, PARTITIONS))
            .toList();
    assertThat(strays).as("images whose two partitions differ").hasSizeGreaterThan(3);
    assertThat(annotations).containsKeys(strays.toArray(String[]::new));
    try (TopicTail<?> scores = clients.tail(topics.scores())) {
      List<ConsumerRecord<byte[], byte[]>> moved =
          scores.recordsToEnd().stream()
              .filter(record -> record.headers().lastHeader(PoolProcessor.MOVED_FROM) != null)
              .toList();
      assertThat(moved)
          .extracting(record -> new String(record.key(), UTF_8))
          .containsExactlyInAnyOrderElementsOf(strays);
      assertThat(moved)
          .allSatisfy(
              record ->
                  assertThat(record.partition())
                      .isEqualTo(Partitions.of(record.key(), PARTITIONS)));
    }
    // descriptors come from the worker, which knows the right partition
    assertThat(streamsTotal("misplaced")).isEqualTo(strays.size());
  }

  /** A counter of the streams instance, over all topics and threads. */
  private static double streamsTotal(String outcome) {
    return streams.streams().metrics().values().stream()
        .filter(metric -> metric.metricName().group().equals("stream-winnow-metrics"))
        .filter(metric -> metric.metricName().name().equals(outcome + "-total"))
        .map(Metric::metricValue)
        .mapToDouble(value -> (Double) value)
        .sum();
  }
}
