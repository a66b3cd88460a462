package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.console.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultsPageTest {

  @TempDir private Path directory;

  @Test
  void shouldShowCommandFiguresAndMachineWhenGivenJson() throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("application", "pool");
    row.put("events/s", 12_345.678);
    row.put("rounds", 7);
    row.put("seconds", 0.98765);
    Path json = directory.resolve("scores.json");
    Files.writeString(json, JsonText.of(JsonText.tree(report(row))));
    Path page = directory.resolve("docs/page.md");

    int exit =
        new CommandLine(new ResultsPage())
            .execute(
                "--title",
                "Scores",
                "--suite",
                "spine",
                "--picture",
                "curves.svg",
                "--out",
                page.toString(),
                json.toString());

    assertThat(exit).isZero();
    assertThat(page)
        .content()
        .startsWith("# Scores\n\nWritten by `benchmarks/run spine`,")
        .contains("![Scores](curves.svg)")
        .contains("## Score events")
        .contains("```\nbenchmarks/run scores --scores 5\n```")
        .contains("| application | events/s | rounds | seconds |")
        .contains("| --- | ---: | ---: | ---: |")
        .contains("| pool | 12,346 | 7 | 0.988 |")
        .contains("- Ratio 0.5.")
        .contains("- Counted.")
        .contains("Some CPU, 2 cores, 0.25 of them on average busy with other processes");
  }

  private static BenchmarkReport report(Map<String, Object> row) {
    return new BenchmarkReport(
        "Score events",
        "benchmarks/run scores --scores 5",
        List.of("Counted."),
        new Environment(
            "2026-01-01T00:00:00Z", "abc1234", "Some CPU", 2, 2_048, "Linux", "JVM 17", 0.25),
        List.of(row),
        List.of("Ratio 0.5."));
  }
}
