package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line that cannot be meant is exit code 2, and anything else that fails is 1. */
class ExitCodesTest {

  @TempDir private static Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images publish DIR --limit 0",
        "images publish DIR --check-ids some",
        "images publish - --inline",
        "encoder fit DIR --out DIR/e.zip --sample 0",
        "encoder fit DIR --out DIR/e.zip --size -1",
        "encoder fit DIR --out DIR/e.zip --size 5000",
        "encoder fit DIR --out DIR/e.zip --channels none",
        "encoder fit DIR --out DIR/e.zip --aggregation gem",
        "encoder fit DIR --out DIR/e.zip --whitening 2",
        "encoder fit DIR --out DIR/e.zip --max-pixels 0",
        "encoder fit DIR --out DIR/e.zip --backend cuda",
        "encoder compare compact compact DIR --queries 0",
        "encoder compare compact compact DIR --max-pixels 2000000000",
        "encoder compare compact compact DIR --backend cuda",
        "encoder activate compact --pool p --share 2",
        "encoder activate compact --pool p --share 0.5 --now",
        "encoder pull vgg99",
        "encoder pull vgg16 --url file:///x",
        "encoder train-backbone DIR/x --out DIR/b --epochs 0",
        "topics create --partitions 0",
        "topics create --replication-factor 0",
        "round request --pool p --budget 0",
        "round request --pool p --timeout soon",
        "round abort --pool p --round x --reason y",
        "demo --rounds 0 --out DIR/demo",
        "demo --budget 2000 --out DIR/demo",
        "up --partitions 0 --data DIR/up",
        "up --kafka-port 99999 --data DIR/up",
        "up --status-port -1 --data DIR/up",
        "up --backend cuda --data DIR/up",
        "worker --status-port 99999",
        "streams --status-port x",
        "audit verify --rounds 3..1",
        "audit export --level most --out DIR/x.zip",
        "policy set --pool a/b --budget 1",
        "nosuch",
        "nosuch --help",
        "--help nosuch",
        "policy nosuch --help",
        "policy --nosuch",
      })
  void shouldBe2ForACommandLineThatCannotBeMeant(String line) {
    Cli.Result result = run(line);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.errorLines().get(0)).startsWith("winnow").doesNotContain("Exception");
    assertThat(result.out()).isEmpty();
    assertThat(directory).as("nothing was written").isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images publish DIR/none",
        "scores publish DIR/none.jsonl --bootstrap-servers 127.0.0.1:1",
        "encoder show DIR/none.zip",
        "worker --config DIR/none",
      })
  void shouldBe1ForWhatFails(String line) {
    Cli.Result result = run(line);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.errorLines()).hasSize(1);
  }

  @Test
  void shouldSuggestTheCommandThatWasMeantWithHelp() {
    Cli.Result result = run("imgaes --help");

    assertThat(result.err()).contains("'imgaes'").contains("winnow images");
  }

  /** Long work ends by writing; that it cannot is found out before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "encoder fit DIR --out DIR/none/e.zip",
        "encoder train-backbone DIR/x --out FILE/b",
        "encoder pull vgg16 --to FILE/vgg16",
        "audit export --out DIR/none/x.zip --bootstrap-servers 127.0.0.1:1",
        "select --scores DIR/s.csv --descriptors DIR/d.npy --ids DIR/i --budget 1 --out DIR/none/x",
        "demo --out FILE/demo",
        "up --data FILE/data",
      })
  void shouldSayBeforeTheWorkThatTheResultCannotBeWritten(String line) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try {
      Cli.Result result = run(line.replace("FILE", file.toString()));

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errorLines())
          .singleElement()
          .asString()
          .containsPattern("there is no directory .*/none|/file/\\w+ cannot be made: ")
          .doesNotContain("Exception");
    } finally {
      Files.delete(file);
    }
  }

  private static Cli.Result run(String line) {
    return Cli.run(
        Stream.of(line.split(" "))
            .map(word -> word.replace("DIR", directory.toString()))
            .toArray(String[]::new));
  }
}
