package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
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

  @Test
  void shouldRefuseAnIdThatAnotherPictureHasAndTakeThePrefix() throws IOException {
    Path day1 = Files.createDirectories(directory.resolve("day1"));
    Path day2 = Files.createDirectories(directory.resolve("day2"));
    picture(day1.resolve("IMG_0001.jpg"));
    picture(day2.resolve("IMG_0001.jpg"));
    picture(day2.resolve("IMG_0002.jpg"));

    Cli.Result first = publish(day1, "days");
    Cli.Result again = publish(day1, "days");
    Cli.Result second = publish(day2, "days");
    Cli.Result prefixed = publish(day2, "days", "--id-prefix", "day2/");
    Cli.Result elsewhere = publish(day2, "other-days");
    Cli.Result unlooked = publish(day2, "days", "--check-ids", "0");

    assertThat(first.exitCode()).isZero();
    assertThat(again.exitCode()).isZero();
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.out()).startsWith("published 1 images");
    assertThat(second.err())
        .contains("IMG_0001.jpg: id 'IMG_0001.jpg' is taken by file:///")
        .contains("/day1/IMG_0001.jpg; --id-prefix makes another")
        .contains("1 images were not published");
    assertThat(prefixed.exitCode()).isZero();
    assertThat(elsewhere.exitCode()).isZero();
    assertThat(unlooked.exitCode()).isZero();
    assertThat(keys("days"))
        .contains("IMG_0001.jpg", "IMG_0002.jpg", "day2/IMG_0001.jpg", "day2/IMG_0002.jpg");
  }

  @Test
  void shouldTakeThePictureForTheSameWhetherPublishedByAddressOrWithItsBytes() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("both"));
    picture(folder.resolve("a.png"));

    assertThat(publish(folder, "both").exitCode()).isZero();
    assertThat(publish(folder, "both", "--inline").exitCode()).isZero();
    assertThat(publish(folder, "both-2", "--inline").exitCode()).isZero();
    assertThat(publish(folder, "both-2").exitCode()).isZero();
  }

  @Test
  void shouldSayThatIdsWereComparedWithTheNewestRecordsOnly() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("many"));
    for (int i = 0; i < 20; i++) {
      picture(folder.resolve("many-" + i));
    }
    assertThat(publish(folder, "many").exitCode()).isZero();

    assertThat(publish(folder, "many", "--check-ids", "3").err())
        .containsPattern("ids were not compared with the \\d+ oldest records of winnow.images");
    assertThat(publish(folder, "many", "--check-ids", "all").err()).doesNotContain("not compared");
    assertThat(publish(folder, "many", "--check-ids", "some").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldPublishTheRestAndNameWhatCannotBeRead() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("loop/deep"));
    picture(folder.resolve("IMG_1"));
    Files.createSymbolicLink(folder.resolve("up"), folder.getParent());

    Cli.Result result = publish(folder.getParent(), "loop");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 1 images");
    assertThat(result.err())
        .contains("skipped 1: deep/up (a link that leads back to a directory above it)")
        .doesNotContain("Exception");
  }

  @Test
  void shouldPublishImagesOfJsonLinesWithAttributesAndTimes() throws IOException {
    Path file = directory.resolve("images.jsonl");
    Files.writeString(
        file,
        "\uFEFF"
            + """
            {"imageId":"a","uri":"s3://bucket/my key.jpg","attributes":{"site":"north"}}
            {"imageId":"b","pool":"own","uri":"https://host/b","capturedAt":"2026-11-30T12:00:00Z"}
            {"imageId":"a","uri":"s3://bucket/other.jpg"}
            {"imageId":"c","uri":"bucket/c.jpg"}
            {"imageId":"d"}
            {"imageId":"e","uri":"file:///e","bytes":"R0lG"}
            {"imageId":"f","uri":"file:///f","atributes":{}}
            {"imageId":"g","pool":"a b","uri":"file:///g"}
            {"imageId":"h","bytes":"R0lGODlh"}
            """);

    Cli.Result result =
        commands.run("images", "publish", file.toString(), "--pool", "lines", "--id-prefix", "l/");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("published 3 images to winnow.images");
    assertThat(result.errorLines().stream().filter(line -> line.startsWith(file + ":")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains(":3: id 'l/a' is taken by s3://bucket/my key.jpg"),
            line -> assertThat(line).contains(":4: uri does not start with file:"),
            line -> assertThat(line).contains(":5: neither uri nor bytes is set"),
            line -> assertThat(line).contains(":6: both uri and bytes are set"),
            line -> assertThat(line).contains(":7: unknown field atributes"),
            line -> assertThat(line).contains(":8: pool must be 1 to 200 characters"));
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.images()))
        .filteredOn(record -> record.key().startsWith("l/"))
        .satisfiesExactlyInAnyOrder(
            record -> {
              assertThat(record.key()).isEqualTo("l/a");
              assertThat(record.value().getPool()).isEqualTo("lines");
              assertThat(record.value().getAttributes()).containsEntry("site", "north");
            },
            record -> {
              assertThat(record.key()).isEqualTo("l/b");
              assertThat(record.value().getPool()).isEqualTo("own");
              assertThat(record.value().getCapturedAt())
                  .isEqualTo(Instant.parse("2026-11-30T12:00:00Z"));
            },
            record -> assertThat(record.value().getBytes()).isNotNull());
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

  private Cli.Result publish(Path folder, String pool, String... options) {
    List<String> all =
        new ArrayList<>(List.of("images", "publish", folder.toString(), "--pool", pool));
    all.addAll(List.of(options));
    return commands.run(all.toArray(String[]::new));
  }

  private static List<String> keys(String pool) {
    return Topics.read(commands.kafka(), catalog -> catalog.images()).stream()
        .filter(record -> record.value().getPool().equals(pool))
        .map(Topics.Keyed::key)
        .toList();
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
