package io.winnow.cli.deadletter;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow dead-letters summary}. */
@Command(
    name = "summary",
    description =
        "Count dead letters by topic, stage and reason. Numbers and quotations in a reason count as"
            + " the same.")
final class DeadLettersSummaryCommand implements Callable<Integer> {

  @Mixin private LetterFilter filter;

  @Option(
      names = "--json",
      description =
          "Print [{\"count\", \"topic\", \"stage\", \"reason\", \"first\", \"last\"}], the most"
              + " frequent first.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LetterCounts counts = new LetterCounts();
    try (Cluster cluster = Cluster.connect(connection)) {
      filter.read(cluster, counts::add);
      print(counts.all());
      return 0;
    }
  }

  private void print(List<LetterCounts.Count> counts) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonText.of(
              JsonText.array(counts.stream().map(count -> JsonText.tree(fields(count))).toList())));
      return;
    }
    if (counts.isEmpty()) {
      out.println("no dead letter");
      return;
    }
    TextTable table = new TextTable("COUNT", "FROM", "STAGE", "FIRST", "LAST", "REASON");
    for (LetterCounts.Count count : counts) {
      table.row(
          count.letters(),
          LetterText.cell(count.kind().topic()),
          LetterText.cell(count.kind().stage()),
          count.first(),
          count.last(),
          LetterText.cell(count.kind().reason()));
    }
    table.print(out);
  }

  private static Map<String, Object> fields(LetterCounts.Count count) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("count", count.letters());
    fields.put("topic", count.kind().topic());
    fields.put("stage", count.kind().stage());
    fields.put("reason", count.kind().reason());
    fields.put("first", count.first().toString());
    fields.put("last", count.last().toString());
    return fields;
  }
}
