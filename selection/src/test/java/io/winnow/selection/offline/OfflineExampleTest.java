package io.winnow.selection.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineExampleTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void shouldChooseImagesOfDifferentScenes() throws IOException {
    QuerySet chosen = OfflineExample.choose(DOCS.resolve("examples/select"));
    assertThat(chosen.selected()).hasSize(6);
    assertThat(chosen.decisions()).hasSize(12);
    assertThat(chosen.counts().eligible()).isEqualTo(36);
    assertThat(chosen.diagnostics().coverageAfter())
        .isGreaterThan(chosen.diagnostics().coverageBefore());
    assertThat(Files.readString(DOCS.resolve("offline.md"))).contains(chosen.selectionDigest());
  }

  @Test
  void shouldBeTheExampleOfTheDocumentation() throws IOException {
    List<String> source =
        Files.readAllLines(
            Path.of("src/test/java/io/winnow/selection/offline/OfflineExample.java"));
    int begin = source.indexOf("    // docs/offline.md: begin");
    int end = source.indexOf("    // docs/offline.md: end");
    String example = String.join("\n", source.subList(begin + 1, end)).stripIndent();
    assertThat(Files.readString(DOCS.resolve("offline.md"))).contains(example);
  }
}
