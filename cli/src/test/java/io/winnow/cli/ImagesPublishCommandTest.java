package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Images of folders and JSON lines against a real broker, as far as they can collide or fail. */
class ImagesPublishCommandTest {

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private Path directory;

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

  private static void picture(Path file) throws IOException {
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
  }
}
