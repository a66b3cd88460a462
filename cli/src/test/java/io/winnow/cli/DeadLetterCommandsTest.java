package io.winnow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters as the services write them, on a real broker. */
class DeadLetterCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TIME = 1_700_000_000_000L;
  private static final byte[] GARBAGE = {1, 2, 3};

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private static Path directory;

  private static final Map<String, String> IDS = new HashMap<>();

  @BeforeAll
  static void refuseRecords() throws Exception {
    Topic<?> scores = Topics.catalog().scores();
    byte[] score = score("road");
    letter("garbage", scores.name(), 1, 10, TIME, "a.png", GARBAGE, "not Avro: 3 bytes");
    letter("score", scores.name(), 1, 11, TIME, "a.png", score, "probabilities sum to 1.2");
    letter("twice", scores.name(), 1, 11, TIME, "a.png", score, "probabilities sum to 1.2");
    letter("other", scores.name(), 2, 12, TIME, "b.png", score("sea"), "probabilities sum to 1.3");
    letter("early", scores.name(), 0, 13, -1, "c.png", score, "timestamp -1 is before 1970");
    letter(
        "large",
        scores.name(),
        0,
        14,
        TIME,
        "d.png",
        null,
        "too large (value of 9 bytes left out)");
    letter("gone", scores.name(), 7, 15, TIME, "e.png", score, "no such partition any more");
    letter(
        "policy",
        Topics.catalog().policies().name(),
        0,
        3,
        TIME,
        "road",
        GARBAGE,
        "no policy\u001b[31m");
    BadRecords.write(commands.kafka(), Topics.catalog().deadLetters(), "x", GARBAGE);
  }

  @Test
  void shouldListTheNewestFirstByPage() throws Exception {
    JsonNode all = JSON.readTree(run("list", "--json").out());
    assertThat(all).hasSize(8);
    JsonNode newest = all.get(0);
    assertThat(newest.get("id").textValue()).isEqualTo(IDS.get("policy"));
    assertThat(newest.get("topic").textValue()).isEqualTo("winnow.policies");
    assertThat(newest.get("offset").longValue()).isEqualTo(3);
    assertThat(newest.get("stage").textValue()).isEqualTo("streams");
    assertThat(newest.get("key").textValue()).isEqualTo("road");
    assertThat(newest.get("valueBytes").intValue()).isEqualTo(3);

    Cli.Result page = run("list", "--limit", "2", "--skip", "2");
    assertThat(page.out())
        .contains(IDS.get("large"), IDS.get("early"), "2 of 8; --skip 4 shows more")
        .doesNotContain(IDS.get("gone") + " ", "\u001b");
    assertThat(page.err()).contains("left out: winnow.dead-letters-", "has no header");
    assertThat(run("list", "--skip", "50").out()).contains("no more dead letters");
  }

  @Test
  void shouldFilterByWhatOneKnows() throws Exception {
    assertThat(ids("--source", "winnow.scores")).hasSize(7);
    assertThat(ids("--source", "scores-1"))
        .containsExactlyInAnyOrder(id("garbage"), id("score"), id("twice"));
    assertThat(ids("--source", "winnow.scores-1@10")).containsExactly(id("garbage"));
    assertThat(ids("--key", "b.png")).containsExactly(id("other"));
    assertThat(ids("--reason", "SUM TO 1.3")).containsExactly(id("other"));
    assertThat(ids("--pool", "sea")).containsExactly(id("other"));
    assertThat(ids("--pool", "road", "--source", "policies")).containsExactly(id("policy"));
    assertThat(ids("--stage", "worker")).isEmpty();
    assertThat(ids("--since", "1h")).hasSize(8);
    assertThat(ids("--since", "2999-01-01T00:00:00Z")).isEmpty();
    assertThat(ids("--key", "a.png", "--reason", "sum"))
        .containsExactlyInAnyOrder(id("score"), id("twice"));
  }

  @Test
  void shouldCountByKindOfReason() throws Exception {
    JsonNode kinds = JSON.readTree(run("summary", "--json").out());
    assertThat(kinds.get(0).get("count").intValue()).isEqualTo(3);
    assertThat(kinds.get(0).get("reason").textValue()).isEqualTo("probabilities sum to #");
    assertThat(run("summary").out()).contains("probabilities sum to #", "not Avro: # bytes");
  }

  @Test
  void shouldShowOneWithItsValueAsFarAsItGoes() throws Exception {
    assertThat(run("show", id("score")).out())
        .contains(
            "probabilities sum to 1.2",
            "winnow.scores-1@11",
            "a.png",
            "trace-id: abc",
            "ModelScored",
            "\"road\"");
    assertThat(run("show", id("garbage")).out())
        .contains("3 bytes, bytes; not in Confluent's wire format", "01 02 03");
    assertThat(run("show", id("policy")).out()).contains("no policy\\u001b[31m");
    assertThat(run("show", id("large")).out()).contains("left out of the dead letter");

    JsonNode shown = JSON.readTree(run("show", id("score"), "--json").out());
    assertThat(shown.at("/value/pool").textValue()).isEqualTo("road");
    assertThat(shown.at("/headers/0/name").textValue()).isEqualTo("trace-id");

    Path value = directory.resolve("value");
    assertThat(run("show", id("garbage"), "--out", value.toString()).exitCode()).isZero();
    assertThat(Files.readAllBytes(value)).isEqualTo(GARBAGE);
    assertThat(run("show", "0:999").errorLines())
        .anyMatch(line -> line.endsWith("topic winnow.dead-letters has no dead letter 0:999"));
    assertThat(run("show", "first").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldSendOriginalsAgainAndSayOfWhichItCannot() throws Exception {
    assertThat(run("resend").exitCode()).isEqualTo(2);
    assertThat(run("resend", "--all", "--dry-run").out()).contains("would send 3, not sent 4");
    assertThat(resent()).as("a dry run sends nothing").isEmpty();

    Cli.Result sent = run("resend", "--all");
    assertThat(sent.exitCode()).isEqualTo(1);
    assertThat(sent.out()).contains("sent 3, not sent 4");
    assertThat(sent.err())
        .contains(
            "not sent: " + id("policy") + ": topic winnow.policies takes nothing again",
            "not sent: " + id("large") + ": its value was too large",
            "not sent: " + id("gone") + ": it was in partition 7, topic winnow.scores has 3 now",
            "not sent: " + id("early") + ": no producer may write its timestamp -1");

    List<ConsumerRecord<byte[], byte[]>> again = resent();
    assertThat(again).hasSize(3); // the same original once, though two letters are of it
    ConsumerRecord<byte[], byte[]> original =
        again.stream().filter(record -> record.value().length > 3).findFirst().orElseThrow();
    assertThat(original.timestamp()).isEqualTo(TIME);
    assertThat(original.headers().lastHeader("trace-id").value()).isEqualTo("abc".getBytes(UTF_8));
    assertThat(original.headers()).noneMatch(header -> header.key().startsWith(DeadLetters.PREFIX));
    assertThat(new String(original.headers().lastHeader("winnow.resent-from").value(), UTF_8))
        .startsWith("winnow.dead-letters-");

    Cli.Result now = run("resend", id("early"), "--now", "--json");
    assertThat(now.exitCode()).isZero();
    assertThat(JSON.readTree(now.out()).get("sent").intValue()).isEqualTo(1);
    assertThat(run("resend", "2:77777", "--dry-run").err())
        .contains("not sent: 2:77777: there is no such");
  }

  @Test
  void shouldTellWhatWasRefusedOfAnImageWhereItIsExplained() throws Exception {
    Cli.Result explained = commands.run("audit", "explain", "b.png");
    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out().strip())
        .isEqualTo(
            "refused by streams, winnow.scores-2@12: probabilities sum to 1.3 (dead letter "
                + id("other")
                + ")");
    JsonNode json = JSON.readTree(commands.run("audit", "explain", "b.png", "--json").out());
    assertThat(json.at("/0/deadLetters/0/id").textValue()).isEqualTo(id("other"));
  }

  private static Cli.Result run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters", command));
    all.addAll(List.of(arguments));
    return commands.run(all.toArray(String[]::new));
  }

  private static List<String> ids(String... filter) throws Exception {
    List<String> all = new ArrayList<>(List.of(filter));
    all.add("--json");
    Cli.Result result = run("list", all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return JSON.readTree(result.out()).findValuesAsText("id");
  }

  private static String id(String name) {
    return IDS.get(name);
  }

  /** What lies in the topic of scores with a header that only a resent record has. */
  private static List<ConsumerRecord<byte[], byte[]>> resent() {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", commands.kafka().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(0, 1, 2).stream()
              .map(number -> new TopicPartition(Topics.catalog().scores().name(), number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    return found;
  }

  private static void letter(
      String name,
      String topic,
      int partition,
      long offset,
      long timestamp,
      String key,
      byte[] value,
      String reason)
      throws Exception {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            key.getBytes(UTF_8),
            value,
            new RecordHeaders().add("trace-id", "abc".getBytes(UTF_8)),
            Optional.empty());
    ProducerRecord<byte[], byte[]> letter =
        new DeadLetters(Topics.catalog().deadLetters(), "streams").of(source, reason);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", commands.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var written = producer.send(letter).get();
      IDS.put(name, written.partition() + ":" + written.offset());
    }
  }

  private static byte[] score(String pool) {
    return Topics.catalog()
        .scores()
        .record(
            "image",
            ModelScored.newBuilder()
                .setPool(pool)
                .setModel("m")
                .setModelVersion("1")
                .setPrediction(
                    Classification.newBuilder()
                        .setClasses(List.of("a", "b"))
                        .setProbabilities(List.of(0.5, 0.7))
                        .build())
                .build())
        .value();
  }
}
