package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.cli.embedded.LocalStack;
import io.winnow.cli.embedded.LocalStackSettings;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack of {@code winnow up}, with its real registry, from real pictures to query sets: once
 * with our own clients, once with kafkajs, once with kcat.
 */
class LocalStackIT {

  private static final int PARTITIONS = 3;
  private static final int IMAGES = 40;
  private static final int BUDGET = 10;
  private static final String APPLICATION_ID = "winnow-streams";
  private static final Path NODE_SOURCES = Path.of("src", "test", "node");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Path imageRoot;
  private static LocalStack stack;
  private static TopicCatalog topics;
  private static TestClients clients;
  private static FashionPictures pictures;
  private static final Encoder ENCODER = Encoders.builtIn("compact");

  @BeforeAll
  static void start() throws Exception {
    imageRoot = Files.createDirectory(directory.resolve("pictures"));
    stack =
        new LocalStack(
            new LocalStackSettings(
                directory.resolve("data"),
                0,
                0,
                PARTITIONS,
                "compact",
                Optional.empty(),
                "auto",
                Optional.of(imageRoot),
                List.of()),
            new SimpleMeterRegistry(),
            step -> {});
    stack.start("test");
    topics = stack.catalog();
    clients = new TestClients(stack.bootstrapServers());
    pictures = FashionPictures.load();
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void shouldRequestAnnotationOfTheMostUncertainPicturesWhenTheyComeInlineAndByUri()
      throws Exception {
    String pool = "own";
    publishPictures(pool);
    for (int i = 0; i < IMAGES; i++) {
      clients.publish(topics.scores(), id(pool, i), Scores.of(pool, certainty(i)));
    }

    List<AnnotationRequested> requested = closeRound(pool);

    assertThat(requested)
        .extracting(AnnotationRequested::getUncertainty)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, BUDGET).mapToObj(i -> 1 - certainty(i)).toList());
    assertThat(requested).allSatisfy(one -> assertThat(one.getImage().getWidth()).isEqualTo(28));
    assertThat(requested)
        .extracting(one -> one.getImage().getUri())
        .as("pictures by URI keep it, inline ones have none")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, BUDGET).mapToObj(i -> i % 2 == 0 ? null : uri(pool, i)).toList());
  }

  @Test
  void shouldServeKafkajsWhenItPublishesScoresAndReadsTheQuerySet() throws Exception {
    ForeignProgram.assumeInstalled("node");
    ForeignProgram.assumeInstalled("npm");
    ForeignProgram programs = installNodeClient();
    String pool = "javascript";
    publishPictures(pool);

    StringBuilder scores = new StringBuilder();
    for (int i = 0; i < IMAGES; i++) {
      scores.append("{\"imageId\":\"%s\",\"yes\":%s}%n".formatted(id(pool, i), certainty(i)));
    }
    programs.run(
        scores.toString(),
        "node",
        "publish.js",
        stack.bootstrapServers(),
        stack.registryUrl(),
        pool);
    List<AnnotationRequested> own = closeRound(pool);

    List<JsonNode> requested = readWithNode(programs, topics.annotationRequests(), pool);
    assertThat(requested).hasSize(BUDGET);
    for (AnnotationRequested one : own) {
      assertThat(requested)
          .anySatisfy(
              json -> {
                assertThat(json.get("round").asLong()).isEqualTo(one.getRound());
                assertThat(json.get("rank").asInt()).isEqualTo(one.getRank());
                assertThat(json.get("uncertainty").asDouble()).isEqualTo(one.getUncertainty());
                assertThat(json.get("model").asText()).isEqualTo("javascript");
                assertThat(json.at("/image/sha256").asText()).isEqualTo(one.getImage().getSha256());
              });
    }
    List<JsonNode> described = readWithNode(programs, topics.descriptors(), pool);
    assertThat(described).hasSize(IMAGES);
    assertThat(described)
        .allSatisfy(
            json -> {
              assertThat(json.get("encoderId").asText()).isEqualTo(ENCODER.encoderId());
              assertThat(norm(json.at("/vector/base64").asText())).isBetween(0.999, 1.001);
            });
  }

  @Test
  void shouldServeKcatWhenItListsReadsAndWritesRawRecords() throws Exception {
    ForeignProgram.assumeInstalled("kcat");
    ForeignProgram programs = new ForeignProgram(Files.createDirectory(directory.resolve("kcat")));
    String pool = "kcat";
    publishPictures(pool);

    for (int i = 0; i < IMAGES; i++) {
      Topic<io.winnow.schemas.ModelScored> topic = topics.scores();
      byte[] avro = topic.record(id(pool, i), Scores.of(pool, certainty(i))).value();
      Path file = Files.write(directory.resolve("kcat").resolve("score-" + i), avro);
      produceWithKcat(programs, topic, id(pool, i), file);
    }
    Path garbage = Files.writeString(directory.resolve("kcat").resolve("garbage"), "no Avro");
    produceWithKcat(programs, topics.scores(), "kcat-garbage", garbage);

    assertThat(closeRound(pool)).hasSize(BUDGET);
    assertThat(programs.run("", "kcat", "-b", stack.bootstrapServers(), "-L"))
        .filteredOn(line -> line.contains("topic \"winnow."))
        .hasSize(topics.all().size())
        .allMatch(line -> line.contains("with " + PARTITIONS + " partitions"));
    assertThat(consumeWithKcat(programs, topics.deadLetters(), "%k|%s|%h"))
        .filteredOn(line -> line.startsWith("kcat-garbage|no Avro|"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("winnow.dead-letter.reason=topic winnow.scores: not Avro")
                    .contains("winnow.dead-letter.source.topic=winnow.scores")
                    .contains("winnow.dead-letter.stage=streams"));
    assertThat(consumeWithKcat(programs, topics.scores(), "%k|%h"))
        .as("scores that kcat's own partitioner put elsewhere were moved")
        .anyMatch(line -> line.startsWith(pool) && line.contains("winnow.moved-from-partition="));
  }

  private static void produceWithKcat(
      ForeignProgram programs, Topic<?> topic, String key, Path file) throws Exception {
    programs.run(
        "",
        "kcat",
        "-P",
        "-b",
        stack.bootstrapServers(),
        "-t",
        topic.name(),
        "-k",
        key,
        file.toString());
  }

  private static List<String> consumeWithKcat(
      ForeignProgram programs, Topic<?> topic, String format) throws Exception {
    return programs.run(
        "",
        "kcat",
        "-C",
        "-q",
        "-e",
        "-o",
        "beginning",
        "-b",
        stack.bootstrapServers(),
        "-t",
        topic.name(),
        "-f",
        format + "\n");
  }

  /** Every other picture inline, the others as files. */
  private static void publishPictures(String pool) throws Exception {
    clients.publish(
        topics.policies(),
        pool,
        PoolPolicy.newBuilder()
            .setBudget(BUDGET)
            .setSr(1.0)
            .setMeasure("least-confidence")
            .setEncoderId(ENCODER.encoderId())
            .setDescriptorSize(ENCODER.descriptorSize())
            .build());
    for (int i = 0; i < IMAGES; i++) {
      ImageReceived.Builder image = ImageReceived.newBuilder().setPool(pool);
      if (i % 2 == 0) {
        image.setBytes(ByteBuffer.wrap(pictures.png(i)));
      } else {
        Files.write(imageRoot.resolve(id(pool, i) + ".png"), pictures.png(i));
        image.setUri(uri(pool, i));
      }
      clients.publish(topics.images(), id(pool, i), image.build());
    }
  }

  private static String id(String pool, int index) {
    return pool + "-" + index;
  }

  private static String uri(String pool, int index) {
    return imageRoot.resolve(id(pool, index) + ".png").toUri().toString();
  }

  /** Probability of the likelier class: the first pictures are the most uncertain. */
  private static double certainty(int index) {
    return 0.5 + index / 100.0;
  }

  /** Waits until every picture can be selected, requests a round and returns its query set. */
  private static List<AnnotationRequested> closeRound(String pool) throws Exception {
    try (TopicTail<io.winnow.schemas.ImageDescribed> described =
            clients.tail(topics.descriptors());
        TopicTail<RoundClosed> rounds = clients.tail(topics.rounds());
        TopicTail<AnnotationRequested> requested = clients.tail(topics.annotationRequests())) {
      described.awaitUntil(
          "descriptors of pool " + pool,
          all -> all.stream().filter(one -> one.getPool().equals(pool)).count() == IMAGES);
      FoldedInput.await(clients.admin(), APPLICATION_ID, topics, PARTITIONS);
      clients.publish(topics.roundRequests(), pool, new RoundRequested(pool, null, "test", null));
      rounds.awaitUntil(
          "a round of pool " + pool,
          all -> all.stream().anyMatch(one -> one.getPool().equals(pool)));
      return requested.valuesToEnd().stream().filter(one -> one.getPool().equals(pool)).toList();
    }
  }

  private static ForeignProgram installNodeClient() throws IOException, InterruptedException {
    Path home = Files.createDirectory(directory.resolve("node"));
    for (String name : List.of("package.json", "package-lock.json", "publish.js", "read.js")) {
      Files.copy(
          NODE_SOURCES.resolve(name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    ForeignProgram programs = new ForeignProgram(home);
    programs.run("", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    return programs;
  }

  /** The values of a pool that the foreign client decodes. */
  private static List<JsonNode> readWithNode(ForeignProgram programs, Topic<?> topic, String pool)
      throws Exception {
    int count;
    try (TopicTail<?> tail = clients.tail(topic)) {
      List<? extends ConsumerRecord<byte[], byte[]>> all = tail.recordsToEnd();
      count = all.size();
    }
    List<JsonNode> values = new ArrayList<>();
    for (String line :
        programs.run(
            "",
            "node",
            "read.js",
            stack.bootstrapServers(),
            stack.registryUrl(),
            topic.name(),
            Integer.toString(count))) {
      JsonNode value = JSON.readTree(line.getBytes(UTF_8)).get("value");
      if (value.get("pool").asText().equals(pool)) {
        values.add(value);
      }
    }
    return values;
  }

  private static double norm(String base64) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.remaining()).isEqualTo(ENCODER.descriptorSize() * Float.BYTES);
    double squares = 0;
    while (bytes.hasRemaining()) {
      float component = bytes.getFloat();
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }
}
