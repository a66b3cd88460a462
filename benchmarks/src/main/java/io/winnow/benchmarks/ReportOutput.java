package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a benchmark's figures go: a table on standard output and, if asked for, a JSON file. */
public final class ReportOutput {

  private static final String JSON_OPTION = "--json";

  @Option(names = JSON_OPTION, paramLabel = "FILE", description = "Write the figures as JSON too.")
  private Path json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final OtherLoad otherLoad = new OtherLoad();

  /** Tells on standard error what is going on. */
  public void progress(String message) {
    PrintWriter err = command.commandLine().getErr();
    err.println("  " + message);
    err.flush();
  }

  /** Prints the report. */
  public void publish(
      String title, List<String> method, List<Map<String, Object>> rows, List<String> findings)
      throws IOException {
    BenchmarkReport report =
        new BenchmarkReport(
            title, commandText(), method, Environment.of(otherLoad.cores()), rows, findings);
    PrintWriter out = command.commandLine().getOut();
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

  /** How and where figures are taken, for results that are written while they come. */
  public JsonNode origin() {
    ObjectNode origin = JsonNodeFactory.instance.objectNode();
    origin.put("command", commandText());
    origin.set("environment", JsonText.tree(Environment.of(otherLoad.cores())));
    return origin;
  }

  private static TextTable table(List<Map<String, Object>> rows) {
    TextTable table = new TextTable(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().stream().map(BenchmarkReport::cell).toArray()));
    return table;
  }

  /** The command without where its figures go. */
  private String commandText() {
    List<String> words = new ArrayList<>(List.of(command.root().name()));
    List<String> given = command.commandLine().getParseResult().originalArgs();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).equals(JSON_OPTION)) {
        i++;
      } else {
        words.add(given.get(i));
      }
    }
    return String.join(" ", words);
  }
}
