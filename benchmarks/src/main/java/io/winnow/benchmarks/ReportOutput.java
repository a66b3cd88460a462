package io.winnow.benchmarks;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a benchmark's figures go: a table on standard output and, if asked for, a JSON file. */
public final class ReportOutput extends RunContext {

  @Option(names = JSON_OPTION, paramLabel = "FILE", description = "Write the figures as JSON too.")
  private Path json;

  /** Prints the report. */
  public void publish(
      String title, List<String> method, List<Map<String, Object>> rows, List<String> findings)
      throws IOException {
    BenchmarkReport report =
        new BenchmarkReport(title, commandText(), method, environment(), rows, findings);
    PrintWriter out = out();
    out.println(report.title());
    table(rows).print(out);
    report.findings().forEach(out::println);
    out.printf(
        "%s, %d cores (%.2f of them busy with other processes), %s%n",
        report.environment().cpu(),
        report.environment().cores(),
        report.environment().otherCores(),
        report.environment().java());
    out.flush();
    if (json != null) {
      Files.createDirectories(json.toAbsolutePath().getParent());
      Files.writeString(json, JsonText.of(JsonText.tree(report)) + "\n");
    }
  }

  private static TextTable table(List<Map<String, Object>> rows) {
    TextTable table = new TextTable(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().stream().map(BenchmarkReport::cell).toArray()));
    return table;
  }
}
