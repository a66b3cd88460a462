package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.cli.embedded.EmbeddedKafka;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.EncoderPublished;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real broker; the registry lives in this process. */
class ClusterCommandsTest {

  private static final String ENCODER = KafkaCommands.ENCODER;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path kafkaDirectory;

  private static KafkaCommands commands;
  private static EmbeddedKafka kafka;

  @TempDir private Path directory;

  @BeforeAll
  static void startKafka() {
    commands = KafkaCommands.start(kafkaDirectory);
    kafka = commands.kafka();
  }

  @AfterAll
  static void stopKafka() {
    commands.close();
  }

  @Test
  void shouldCreateTopicsOnceAndFindThemFine() {
    Cli.Result before = run("topics", "check", "--prefix", "fresh.");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out()).contains("topic fresh.images is missing; run: winnow topics create");

    Cli.Result created = run("topics", "create", "--prefix", "fresh.", "--partitions", "2");
    assertThat(created.exitCode()).isZero();
    assertThat(created.out()).contains("created  fresh.images").contains("13 created, 0 there");
    assertThat(run("topics", "create", "--prefix", "fresh.", "--partitions", "2").out())
        .contains("0 created, 13 there");

    Cli.Result check = run("topics", "check", "--prefix", "fresh.");
    assertThat(check.exitCode()).isZero();
    assertThat(check.out()).contains("13 topics").contains("2 partitions each");
  }

  @Test
  void shouldNameEveryTopicThatIsNotAsItShouldBe() throws Exception {
    assertThat(run("topics", "create", "--prefix", "bent.", "--partitions", "2").exitCode())
        .isZero();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of("bent.labels", "bent.rounds")).all().get();
      admin.createTopics(List.of(new NewTopic("bent.rounds", 5, (short) 1))).all().get();
      alter(admin, "bent.policies", "cleanup.policy", "delete");
      alter(admin, "bent.images", "max.message.bytes", "1000000");
      alter(admin, "bent.scores", "retention.ms", "86400000");
    }

    Cli.Result check = run("topics", "check", "--prefix", "bent.");

    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out().lines())
        .containsExactly(
            "topic bent.images has max.message.bytes=1000000, must be 16842752; run: winnow topics"
                + " create",
            "topic bent.labels is missing; run: winnow topics create",
            "topic bent.policies has cleanup.policy=delete, must be compact; run: winnow topics"
                + " create",
            "topic bent.rounds has 5 partitions, the others have 2; delete it (its records are"
                + " lost), then run: winnow topics create --partitions 2",
            "topic bent.rounds has max.message.bytes=1048588, must be 1114112; run: winnow topics"
                + " create",
            "topic bent.scores removes records after 86400 s; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name bent.scores"
                + " --add-config retention.ms=-1",
            "topic bent.rounds removes records after 7 days; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name bent.rounds"
                + " --add-config retention.ms=-1");
  }

  @Test
  void shouldDoAsItSaysToMendTopics() throws Exception {
    assertThat(run("topics", "create", "--prefix", "mend.", "--partitions", "2").exitCode())
        .isZero();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of("mend.labels")).all().get();
      alter(admin, "mend.policies", "cleanup.policy", "delete");
      alter(admin, "mend.images", "max.message.bytes", "1000000");
      alter(admin, "mend.scores", "retention.ms", "86400000");
    }

    Cli.Result created = run("topics", "create", "--prefix", "mend.", "--partitions", "2");

    assertThat(created.out())
        .contains("created  mend.labels", "mended   mend.images", "mended   mend.policies");
    Cli.Result check = run("topics", "check", "--prefix", "mend.", "--json");
    assertThat(check.exitCode()).isEqualTo(1);
    JsonNode answer = JSON.readTree(check.out());
    assertThat(answer.get("fine").asBoolean()).isFalse();
    assertThat(answer.get("partitions").asInt()).isEqualTo(2);
    assertThat(answer.get("problems")).isEmpty();
    assertThat(answer.get("earlyRemovals")).hasSize(1);
    assertThat(run("topics", "check", "--prefix", "mend.", "--any-retention").exitCode()).isZero();
  }

  private static void alter(Admin admin, String topic, String setting, String value)
      throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @Test
  void shouldRefuseAnotherPartitionCountInOneLine() {
    Cli.Result result = run("topics", "create", "--partitions", "5");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .matches("winnow topics create: topic winnow\\.\\S+ exists with 3 partitions, not 5");
  }

  @Test
  void shouldNameTheMissingTopicAndTheRemedyWhenPublishing() throws IOException {
    Path line = Files.writeString(directory.resolve("l.jsonl"), label("x", "cat"));
    Cli.Result result = run("labels", "publish", line.toString(), "--prefix", "none.");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .contains("topic none.labels does not exist")
        .contains("winnow topics create");
  }

  @Test
  void shouldPublishPicturesByUriAndReportWhatItLeavesOut() throws IOException {
    Path pictures = Files.createDirectories(directory.resolve("with space/deep"));
    picture(pictures.resolve("b.png"));
    picture(directory.resolve("with space/a.PNG"));
    Files.writeString(pictures.resolve("notes.txt"), "no picture");
    Cli.Result result =
        run("images", "publish", directory.resolve("with space").toString(), "--pool", "by-uri");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("published 2 images to winnow.images, pool by-uri");
    assertThat(result.err()).contains("left out 1 files").contains("deep/notes.txt");
    assertThat(Topics.read(kafka, catalog -> catalog.images()))
        .filteredOn(record -> record.value().getPool().equals("by-uri"))
        .satisfiesExactlyInAnyOrder(
            record -> {
              assertThat(record.key()).isEqualTo("a.PNG");
              assertThat(record.value().getUri())
                  .startsWith("file:///")
                  .endsWith("with%20space/a.PNG");
            },
            record -> {
              assertThat(record.key()).isEqualTo("deep/b.png");
              assertThat(record.value().getBytes()).isNull();
              assertThat(record.value().getContentType()).isEqualTo("image/png");
            });
  }

  @Test
  void shouldPublishAnIdxFileInlineUpToTheLimit() throws IOException {
    Path idx = directory.resolve("train-images-idx3-ubyte");
    Files.write(idx, idx(3, 4, 5));
    Cli.Result result =
        run(
            "images",
            "publish",
            idx.toString(),
            "--limit",
            "2",
            "--id-prefix",
            "t",
            "--pool",
            "idx");
    assertThat(result.exitCode()).isZero();
    assertThat(Topics.read(kafka, catalog -> catalog.images()))
        .filteredOn(record -> record.value().getPool().equals("idx"))
        .extracting(Topics.Keyed::key)
        .containsExactlyInAnyOrder("t-000001", "t-000002");
    assertThat(Topics.read(kafka, catalog -> catalog.images()))
        .filteredOn(record -> record.key().equals("t-000002"))
        .allSatisfy(
            record -> {
              BufferedImage image = Topics.decode(record.value().getBytes());
              assertThat(image.getWidth()).isEqualTo(5);
              assertThat(image.getHeight()).isEqualTo(4);
              assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(20);
            });
  }

  @Test
  void shouldPublishValidLinesAndReportBadOnesByNumber() throws IOException {
    Path file = directory.resolve("scores.jsonl");
    List<byte[]> lines = new ArrayList<>();
    lines.add(score("s1").getBytes(StandardCharsets.UTF_8));
    lines.add("".getBytes(StandardCharsets.UTF_8));
    lines.add("{not json".getBytes(StandardCharsets.UTF_8));
    lines.add(score("s2").replace("\"imageId\":\"s2\",", "").getBytes(StandardCharsets.UTF_8));
    lines.add(new byte[] {'"', (byte) 0xff, '"'});
    lines.add(score("s3").replace("\"pool\"", "\"pol\"").getBytes(StandardCharsets.UTF_8));
    lines.add(score("s4").getBytes(StandardCharsets.UTF_8));
    write(file, lines);
    Cli.Result result = run("scores", "publish", file.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 2 scores to winnow.scores");
    assertThat(result.errorLines())
        .filteredOn(line -> line.startsWith(file.toString()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":3: not JSON"),
            line -> assertThat(line).isEqualTo(file + ":4: imageId is missing"),
            line -> assertThat(line).isEqualTo(file + ":5: not UTF-8"),
            line -> assertThat(line).startsWith(file + ":6: ").contains("pol"));
    assertThat(Topics.read(kafka, catalog -> catalog.scores()))
        .extracting(Topics.Keyed::key)
        .containsExactlyInAnyOrder("s1", "s4");
  }

  @Test
  void shouldPublishAnActivatedEncoderOnceAndKeepThePresentOneUntilTheShareIsReached()
      throws Exception {
    setPolicy("goes-over");
    String id = Encoders.builtIn("compact").encoderId();

    Cli.Result first =
        run("encoder", "activate", "compact", "--pool", "goes-over", "--share", "0.8", "--json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    JsonNode told = JSON.readTree(first.out());
    assertThat(told.get("encoderId").textValue()).isEqualTo(id);
    assertThat(told.get("previousEncoderId").textValue()).isEqualTo(ENCODER);
    assertThat(told.get("switchShare").doubleValue()).isEqualTo(0.8);
    List<Topics.Keyed<EncoderPublished>> pieces = Topics.read(kafka, catalog -> catalog.encoders());
    assertThat(pieces)
        // another test of this class may have published it before
        .hasSizeGreaterThanOrEqualTo(Math.max(1, told.get("publishedPieces").intValue()))
        .allSatisfy(
            piece -> assertThat(piece.key()).isEqualTo(id + "/" + piece.value().getChunk()));
    assertThat(run("policy", "show", "--pool", "goes-over").out())
        .contains("encoder " + ENCODER + " (8 components)")
        .contains("next encoder " + id)
        .contains("at a share of 0.8");

    setPolicy("goes-over-now");
    Cli.Result now = run("encoder", "activate", "compact", "--pool", "goes-over-now", "--now");
    assertThat(now.out())
        .contains("was published before")
        .contains("uses it from the next round on, instead of " + ENCODER);
    assertThat(Topics.read(kafka, catalog -> catalog.encoders())).hasSameSizeAs(pieces);
    assertThat(run("policy", "show", "--pool", "goes-over-now").out())
        .contains("encoder " + id)
        .doesNotContain("next encoder");

    assertThat(run("encoder", "activate", "compact", "--pool", "goes-over-now").errorLines())
        .containsExactly(
            "winnow encoder activate: pool goes-over-now uses encoder " + id + " already");
  }

  @Test
  void shouldTakeTheEncoderOfTheLastRoundForThePresentOneWhenThePoolHasGoneOver() throws Exception {
    String gone = Encoders.builtIn("compact").encoderId();
    setPolicy("gone");
    run("encoder", "activate", "compact", "--pool", "gone");
    Topics.closeRound(kafka, "gone", 1, List.of("x"), gone);

    assertThat(run("encoder", "activate", "compact", "--pool", "gone").errorLines())
        .containsExactly("winnow encoder activate: pool gone uses encoder " + gone + " already");
  }

  @Test
  void shouldRefuseToActivateInOneLineWhenSomethingIsWrong() throws IOException {
    setPolicy("refuses");
    Path broken = Files.writeString(directory.resolve("broken.zip"), "no zip");

    assertThat(run("encoder", "activate", "compact", "--pool", "nobody").errorLines())
        .singleElement()
        .asString()
        .contains("pool nobody has no policy");
    assertThat(run("encoder", "activate", broken.toString(), "--pool", "refuses").errorLines())
        .singleElement()
        .asString()
        .contains(broken.toString());
    assertThat(
            run("encoder", "activate", "compact", "--pool", "refuses", "--share", "0").errorLines())
        .containsExactly("winnow encoder activate: --share 0.0 must be above 0 and at most 1");
  }

  @Test
  void shouldRefuseARoundOfAPoolWithoutPolicy() {
    Cli.Result result = run("round", "request", "--pool", "nobody");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .containsExactly(
            "winnow round request: pool nobody has no policy; 'winnow policy set --pool nobody"
                + " --budget N' makes one");
  }

  @Test
  void shouldEndWithCodeThreeWhenTheRoundIsNotClosedInTime() {
    setPolicy("slow");
    Cli.Result result = run("round", "request", "--pool", "slow", "--wait", "--timeout", "500ms");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errorLines()).singleElement().asString().contains("within 500ms");
  }

  @Test
  void shouldPrintTheManifestWhenTheAwaitedRoundIsClosed() throws Exception {
    setPolicy("quick");
    try (Topics.RoundCloser closer = Topics.closeRequestedRound(kafka, "quick")) {
      Cli.Result result =
          run("round", "request", "--pool", "quick", "--budget", "4", "--wait", "--json");
      closer.join();
      assertThat(result.exitCode()).isZero();
      JsonNode manifest = JSON.readTree(result.out());
      assertThat(manifest.get("pool").textValue()).isEqualTo("quick");
      assertThat(manifest.get("budget").intValue()).isEqualTo(4);
      assertThat(manifest.get("requestId").textValue()).isEqualTo(closer.requestId());
    }
  }

  @Test
  void shouldListShowAndResolveTheClosedRoundsOfAPool() throws Exception {
    Topics.closeRound(kafka, "done", 1, List.of("x", "y"));
    Topics.closeRound(kafka, "done", 2, List.of("z"));
    Topics.closeRound(kafka, "other", 1, List.of("o"));

    JsonNode list = JSON.readTree(run("round", "list", "--pool", "done", "--json").out());
    assertThat(list).hasSize(2);
    assertThat(list.get(1).get("round").intValue()).isEqualTo(2);
    assertThat(run("round", "list").out()).contains("done").contains("other");

    assertThat(run("round", "show", "--pool", "done").out()).containsPattern("round +2\\R");
    Cli.Result missing = run("round", "show", "--pool", "done", "--round", "7");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errorLines())
        .containsExactly("winnow round show: pool done has no closed round 7, the latest is 2");

    JsonNode selected =
        JSON.readTree(run("round", "selected", "--pool", "done", "--round", "1", "--json").out());
    List<String> images = new ArrayList<>();
    selected.forEach(image -> images.add(image.get("imageId").textValue()));
    assertThat(images).containsExactly("x", "y");
    assertThat(selected.get(0).get("rank").intValue()).isEqualTo(1);
  }

  private static Cli.Result run(String... arguments) {
    return commands.run(arguments);
  }

  private static Cli.Result setPolicy(String pool, String... flags) {
    return commands.setPolicy(pool, flags);
  }

  private static String score(String imageId) {
    return "{\"imageId\":\""
        + imageId
        + "\",\"pool\":\"p\",\"model\":\"m\",\"modelVersion\":\"1\",\"prediction\":"
        + "{\"classes\":[\"a\",\"b\"],\"probabilities\":[0.6,0.4]}}";
  }

  private static String label(String imageId, String label) {
    return "{\"imageId\":\"" + imageId + "\",\"pool\":\"p\",\"label\":\"" + label + "\"}\n";
  }

  private static void picture(Path file) throws IOException {
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
  }

  private static void write(Path file, List<byte[]> lines) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      all.writeBytes(line);
      all.write('\n');
    }
    Files.write(file, all.toByteArray());
  }

  /** Pixel values count up from 0 over the whole file. */
  private static byte[] idx(int count, int rows, int columns) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x0000_0803);
    out.writeInt(count);
    out.writeInt(rows);
    out.writeInt(columns);
    for (int pixel = 0; pixel < count * rows * columns; pixel++) {
      out.writeByte(pixel);
    }
    return bytes.toByteArray();
  }
}
