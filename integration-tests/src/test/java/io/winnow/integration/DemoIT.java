package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.cli.Winnow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command a newcomer runs first, in a process of its own. */
class DemoIT {

  private static final int ROUNDS = 3;
  private static final int BUDGET = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void shouldWriteFiveFilesAndSelectEveryImageOnceWhenTheDemoRuns() throws Exception {
    Path out = directory.resolve("out");

    List<String> printed =
        new ForeignProgram(directory)
            .run(
                "",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Winnow.class.getName(),
                "demo",
                "--out",
                out.toString(),
                "--rounds",
                Integer.toString(ROUNDS),
                "--budget",
                Integer.toString(BUDGET));

    assertThat(printed).as("a header and a line per round").hasSizeGreaterThan(ROUNDS);
    assertThat(out.resolve("report.html")).content().contains("<html").contains("</html>");
    assertThat(JSON.readTree(out.resolve("summary.json").toFile()).get("rounds"))
        .hasSize(ROUNDS)
        .allSatisfy(
            round -> {
              assertThat(round.get("selected").asInt()).isEqualTo(BUDGET);
              assertThat(round.get("accuracy").asDouble()).isBetween(0.1, 1.0);
              assertThat(round.get("randomAccuracy").asDouble()).isBetween(0.1, 1.0);
              assertThat(round.get("secondsToQuerySet").asDouble()).isPositive();
            });
    JsonNode manifests = JSON.readTree(out.resolve("rounds.json").toFile());
    assertThat(manifests).hasSize(ROUNDS);
    for (int i = 1; i < ROUNDS; i++) {
      assertThat(manifests.get(i).get("previousDigest"))
          .isEqualTo(manifests.get(i - 1).get("digest"));
    }
    assertThat(imageIds(out.resolve("annotation-requests.jsonl")))
        .hasSize(ROUNDS * BUDGET)
        .doesNotHaveDuplicates();
    assertThat(imageIds(out.resolve("decisions.jsonl")))
        .hasSizeGreaterThanOrEqualTo(ROUNDS * BUDGET);
  }

  private static List<String> imageIds(Path lines) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(lines)) {
      ids.add(JSON.readTree(line).get("imageId").asText());
    }
    return ids;
  }
}
