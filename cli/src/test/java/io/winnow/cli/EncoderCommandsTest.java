package io.winnow.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.backbone.Backbones;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderCommandsTest {

  private static final int PICTURES = 24;

  @TempDir private static Path pictures;
  @TempDir private Path directory;

  @BeforeAll
  static void draw() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 32 * 32; p++) {
        picture.setRGB(p % 32, p / 32, random.nextInt(1 << 24) & (0xff << (i % 3 * 8)));
      }
      ImageIO.write(picture, "png", pictures.resolve("%02d.png".formatted(i)).toFile());
    }
  }

  @Test
  void shouldFitOneLayerWithTheAskedAggregationAndCompareItWithTheBuiltInEncoder() {
    String file = directory.resolve("crow.zip").toString();

    Cli.Result fitted =
        Cli.run(
            "encoder",
            "fit",
            pictures.toString(),
            "--out",
            file,
            "--layers",
            "middle",
            "--channels",
            "all",
            "--aggregation",
            "crow",
            "--size",
            "8");
    Cli.Result compared =
        Cli.run("encoder", "compare", "compact", file, pictures.toString(), "--k", "5", "--json");
    Cli.Result same = Cli.run("encoder", "compare", file, file, pictures.toString(), "--k", "5");

    assertThat(fitted.exitCode()).as(fitted.err()).isZero();
    assertThat(fitted.out())
        .contains("aggregation    crow")
        .contains("gram PCA")
        .contains("duplicates     from cosine");
    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out()).contains("\"queries\"").contains("\"differMost\"").contains(".png");
    assertThat(same.out())
        .startsWith("24 queries among 24 images: overlap@5 1.000, rank correlation 1.000");
  }

  @Test
  void shouldFitAsManyComponentsAsTheSampleAllowsAndSayHow() {
    String file = directory.resolve("default.zip").toString();

    Cli.Result fitted = Cli.run("encoder", "fit", pictures.toString(), "--out", file);
    Cli.Result shown = Cli.run("encoder", "show", file);

    assertThat(fitted.exitCode()).as(fitted.err()).isZero();
    assertThat(fitted.err()).contains("gram PCA of 24 images x 96 values (vectors longer");
    assertThat(fitted.out())
        .contains("descriptor     23 components")
        .contains("aggregation    r-mac, 96 features");
    assertThat(shown.out())
        .containsPattern("duplicates     from cosine .* it misses .* of altered copies")
        .contains(
            "file           %,d bytes"
                .formatted(directory.resolve("default.zip").toFile().length()));
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithAFit() {
    assertThat(fitError("--size", "100"))
        .contains("descriptor size 100 needs a sample of at least 101 images, got 24");
    assertThat(fitError("--channels", "none")).contains("--channels 'none'");
    assertThat(fitError("--aggregation", "gem")).contains("unknown aggregation 'gem'");
    assertThat(fitError("--layers", "block9")).contains("block9");
    assertThat(fitError("--layers", "high")).contains("compact names no high map");
    assertThat(fitError("--aggregation", "grid 9", "--size", "8")).contains("grid 9 is finer");
  }

  @Test
  void shouldSayThatThereAreTooFewImagesToCompare() {
    Cli.Result result =
        Cli.run("encoder", "compare", "compact", "compact", pictures.toString(), "--k", "24");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .contains("--k 24 does not fit 24 images");
  }

  /** What is skipped leaves no trace in the encoder. */
  @Test
  void shouldSkipAndNameWhatCannotBeDecodedAndFitOnTheRest() throws IOException {
    Path mixed = Files.createDirectory(directory.resolve("mixed"));
    for (String name : pictures.toFile().list()) {
      Files.copy(pictures.resolve(name), mixed.resolve(name));
    }
    byte[] whole = Files.readAllBytes(pictures.resolve("00.png"));
    Files.write(mixed.resolve("00-cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(mixed.resolve("12-head"), Arrays.copyOf(whole, 10));
    Files.writeString(mixed.resolve("13.jpg"), "\u00ff\u00d8\u00ff no JPEG", ISO_8859_1);
    Files.writeString(mixed.resolve("14.jpg"), "text, and so no picture at all");
    ImageIO.write(
        new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB),
        "png",
        mixed.resolve("99-large.png").toFile());

    Cli.Result clean = fit(pictures, "clean.zip");
    Cli.Result skipping = fit(mixed, "skipping.zip", "--max-pixels", "2000");
    Cli.Result compared =
        Cli.run(
            "encoder",
            "compare",
            directory.resolve("skipping.zip").toString(),
            directory.resolve("clean.zip").toString(),
            mixed.toString(),
            "--k",
            "5",
            "--max-pixels",
            "2000");

    assertThat(clean.exitCode()).as(clean.err()).isZero();
    assertThat(skipping.exitCode()).isEqualTo(1);
    assertThat(skipping.err())
        .contains("skipped 4: ")
        .contains("00-cut.png (", "12-head (", "13.jpg (", "99-large.png (", "2000")
        .doesNotContain("14.jpg")
        .doesNotContain("Exception");
    assertThat(skipping.out().lines().toList().subList(0, 2))
        .as("encoder and identity")
        .isEqualTo(clean.out().lines().toList().subList(0, 2));
    assertThat(compared.exitCode()).isEqualTo(1);
    assertThat(compared.err()).contains("skipped 4: ");
    assertThat(compared.out()).startsWith("24 queries among 24 images: overlap@5 1.000");
  }

  @Test
  void shouldTakeNoMoreComponentsThanTheSampleHasDimensionsAndSayThatItIsSmall()
      throws IOException {
    Path alike = Files.createDirectory(directory.resolve("alike"));
    for (int i = 0; i < 40; i++) {
      Files.copy(pictures.resolve("%02d.png".formatted(i % 8)), alike.resolve(i + ".png"));
    }

    Cli.Result fitted = fit(alike, "alike.zip");
    Cli.Result asked = fit(alike, "asked.zip", "--size", "20");

    assertThat(fitted.exitCode()).as(fitted.err()).isZero();
    assertThat(fitted.out()).contains("descriptor     7 components");
    assertThat(fitted.err())
        .contains("7 components instead of the usual 256: the sample of 40 images has rank 7")
        .containsPattern("the duplicate cosine \\S+, measured on 40 images, means nothing");
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(asked.err())
        .contains("descriptor size 20 exceeds the rank 7 of the sample of 40 images");
    assertThat(directory.resolve("asked.zip")).doesNotExist();
  }

  @Test
  void shouldCompareEncodersOfABackboneThatIsNotBuiltIn() throws IOException {
    Path own = Files.createDirectory(directory.resolve("own"));
    for (String name : List.of("backbone.json", "model.onnx")) {
      try (InputStream file = Backbones.class.getResourceAsStream("compact/" + name)) {
        Files.copy(file, own.resolve(name));
      }
    }
    Path spec = own.resolve("backbone.json");
    Files.writeString(spec, Files.readString(spec).replaceFirst("\"compact\"", "\"own\""));
    assertThat(fit(pictures, "own.zip", "--backbone", own.toString()).exitCode()).isZero();
    String[] compare = {
      "encoder", "compare", "compact", directory.resolve("own.zip").toString(), pictures.toString()
    };

    Cli.Result unnamed = Cli.run(compare);
    List<String> named = new ArrayList<>(List.of(compare));
    named.addAll(List.of("--k", "5", "--backbone", own.toString()));

    assertThat(unnamed.exitCode()).isEqualTo(1);
    assertThat(unnamed.err()).contains("--backbone DIR names the one it was fitted on");
    assertThat(Cli.run(named.toArray(String[]::new)).out()).startsWith("24 queries among 24");
  }

  private Cli.Result fit(Path images, String file, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "encoder", "fit", images.toString(), "--out", directory.resolve(file).toString()));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private String fitError(String... options) {
    Cli.Result result = fit(pictures, "bad.zip", options);
    assertThat(result.exitCode()).isNotZero();
    return result.errorLines().stream()
        .filter(line -> line.startsWith("winnow encoder fit: "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.err()));
  }
}
