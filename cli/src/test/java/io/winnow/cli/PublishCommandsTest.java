package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files published to a real broker; the registry lives in this process. */
class PublishCommandsTest {

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private Path directory;

  @Test
  void shouldNameTheMissingTopicAndTheRemedyWhenPublishing() throws IOException {
    Path line = Files.writeString(directory.resolve("l.jsonl"), label("x", "cat"));
    Cli.Result result = commands.run("labels", "publish", line.toString(), "--prefix", "none.");
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
        commands.run(
            "images", "publish", directory.resolve("with space").toString(), "--pool", "by-uri");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("published 2 images to winnow.images, pool by-uri");
    assertThat(result.err()).contains("left out 1 files").contains("deep/notes.txt");
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.images()))
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
        commands.run(
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
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.images()))
        .filteredOn(record -> record.value().getPool().equals("idx"))
        .extracting(Topics.Keyed::key)
        .containsExactlyInAnyOrder("t-000001", "t-000002");
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.images()))
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
    Cli.Result result = commands.run("scores", "publish", file.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 2 scores to winnow.scores");
    assertThat(result.errorLines())
        .filteredOn(line -> line.startsWith(file.toString()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":3: not JSON"),
            line -> assertThat(line).isEqualTo(file + ":4: imageId is missing"),
            line -> assertThat(line).isEqualTo(file + ":5: not UTF-8"),
            line -> assertThat(line).startsWith(file + ":6: ").contains("pol"));
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.scores()))
        .extracting(Topics.Keyed::key)
        .filteredOn(key -> key.matches("s\\d"))
        .containsExactlyInAnyOrder("s1", "s4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"classes\":[\"a\",\"b\"],\"probabilities\":[2.5,-1.5]} | probabilit",
        "{\"classes\":[\"a\",\"b\"],\"probabilities\":[0.6,0.6]} | sum",
        "{\"classes\":[\"a\",\"a\"],\"probabilities\":[0.6,0.4]} | class",
        "{\"classes\":[\"a\",\"b\"],\"probabilities\":[1.0]} | probabilit",
        "{\"classes\":[\"a\"],\"probabilities\":[1.0]} | class",
        "{\"value\":1e999,\"orientation\":\"HIGHER_IS_MORE_UNCERTAIN\"} | finite"
      })
  void shouldRefuseScoresThatTheApplicationWouldRefuse(String prediction, String reason)
      throws IOException {
    Path file = directory.resolve("refused.jsonl");
    String bad =
        "{\"imageId\":\"r1\",\"pool\":\"p\",\"model\":\"m\",\"modelVersion\":\"1\",\"prediction\":"
            + prediction
            + "}\n";
    Files.writeString(file, score("refused-ok") + "\n" + bad);

    Cli.Result result = commands.run("scores", "publish", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 1 scores");
    assertThat(result.err()).contains(file + ":2: ").containsIgnoringCase(reason);
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.scores()))
        .extracting(Topics.Keyed::key)
        .doesNotContain("r1");
  }

  @Test
  void shouldRefuseNamesThatTheApplicationWouldRefuseInScoresAndLabels() throws IOException {
    Path file = directory.resolve("names.jsonl");
    Files.writeString(
        file,
        label("ok", "cat")
            + label("x".repeat(600), "cat")
            + label("tab\\t", "cat")
            + label("y", "cat").replace("\"p\"", "\"a b\""));

    Cli.Result result = commands.run("labels", "publish", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 1 labels");
    assertThat(result.errorLines().stream().filter(line -> line.startsWith(file + ":")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains(":2: image id must have 1 to 512 bytes"),
            line -> assertThat(line).contains(":3: image id has control character"),
            line -> assertThat(line).contains(":4: pool must be"));
  }

  @Test
  void shouldCompressAsEveryClientReadsUnlessToldOtherwise() throws Exception {
    Path lines = Files.writeString(directory.resolve("many.jsonl"), label("x", "cat").repeat(100));
    publishLabels("plain.", lines);
    assertThat(compressions("plain.labels")).containsOnly(CompressionType.GZIP);
    Path settings = Files.writeString(directory.resolve("p"), "compression.type=zstd");
    publishLabels("packed.", lines, "--client-config", settings.toString());
    assertThat(compressions("packed.labels")).containsOnly(CompressionType.ZSTD);
  }

  private void publishLabels(String prefix, Path lines, String... options) {
    assertThat(commands.run("topics", "create", "--prefix", prefix).exitCode()).isZero();
    List<String> publish =
        new ArrayList<>(List.of("labels", "publish", lines.toString(), "--prefix", prefix));
    publish.addAll(List.of(options));
    assertThat(commands.run(publish.toArray(String[]::new)).exitCode()).isZero();
  }

  /** Looks into the broker's files: a consumer is not told. */
  private static Set<CompressionType> compressions(String topic) throws Exception {
    Set<CompressionType> found = new HashSet<>();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", commands.kafka().bootstrapServers()))) {
      Set<Integer> brokers =
          admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
      for (Map<String, LogDirDescription> log :
          admin.describeLogDirs(brokers).allDescriptions().get().values()) {
        for (String data : log.keySet()) {
          try (Stream<Path> files = Files.walk(Path.of(data))) {
            for (Path file : files.toList()) {
              if (file.getParent().getFileName().toString().startsWith(topic + "-")
                  && file.toString().endsWith(".log")) {
                try (FileRecords records = FileRecords.open(file.toFile(), false)) {
                  records.batches().forEach(batch -> found.add(batch.compressionType()));
                }
              }
            }
          }
        }
      }
    }
    return found;
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
