package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a page of results out of what the benchmarks wrote as JSON. */
@Command(name = "page", description = "Write a page of results from JSON files of benchmarks.")
final class ResultsPage implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files written with --json.")
  private List<Path> files;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Page to write.")
  private Path out;

  @Option(names = "--title", required = true, paramLabel = "TEXT", description = "Heading.")
  private String title;

  @Option(
      names = "--suite",
      required = true,
      paramLabel = "NAME",
      description = "What `benchmarks/run` was called with to measure all of it.")
  private String suite;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Picture to show above the tables, relative to the page.")
  private String picture;

  @Override
  public Integer call() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# " + title);
    lines.add("");
    lines.add(
        String.format(
            "Written by `benchmarks/run %s`, which measures everything below on the machine it runs"
                + " on; the figures as JSON are in `benchmarks/results/%s/`. Run it again to"
                + " replace this page.",
            suite, suite));
    if (picture != null) {
      lines.addAll(List.of("", "![" + title + "](" + picture + ")"));
    }
    for (Path file : files) {
      section(MAPPER.readValue(file.toFile(), BenchmarkReport.class), lines);
    }
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.write(out, lines);
    return 0;
  }

  private static void section(BenchmarkReport report, List<String> lines) {
    lines.addAll(List.of("", "## " + report.title(), "", "```", report.command(), "```", ""));
    List<Map<String, Object>> rows = report.rows();
    lines.add(tableLine(rows.get(0).keySet().stream().toList()));
    lines.add(
        tableLine(
            rows.get(0).values().stream()
                .map(value -> value instanceof Number ? "---:" : "---")
                .toList()));
    rows.forEach(
        row -> lines.add(tableLine(row.values().stream().map(BenchmarkReport::cell).toList())));
    lines.add("");
    report.findings().forEach(finding -> lines.add("- " + finding));
    report.method().forEach(sentence -> lines.add("- " + sentence));
    Environment where = report.environment();
    lines.add(
        String.format(
            "- %s, commit %s: %s, %d cores, %s busy with other processes; heap %,d MiB; %s; %s.",
            where.measuredAt(),
            where.commit(),
            where.cpu(),
            where.cores(),
            where.otherCores() < 0
                ? "unknown how many"
                : "%.2f of them on average".formatted(where.otherCores()),
            where.memoryMib(),
            where.java(),
            where.system()));
  }

  private static String tableLine(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
