package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
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

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .contains("--k 24 does not fit 24 images");
  }

  private String fitError(String... options) {
    String[] fit = {
      "encoder", "fit", pictures.toString(), "--out", directory.resolve("bad.zip").toString()
    };
    String[] arguments = new String[fit.length + options.length];
    System.arraycopy(fit, 0, arguments, 0, fit.length);
    System.arraycopy(options, 0, arguments, fit.length, options.length);
    Cli.Result result = Cli.run(arguments);
    assertThat(result.exitCode()).isNotZero();
    return result.errorLines().stream()
        .filter(line -> line.startsWith("winnow encoder fit: "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.err()));
  }
}
