package io.winnow.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow dead-letters list}. */
@Command(name = "list", description = "List dead letters, the newest first.")
final class DeadLettersListCommand implements Callable<Integer> {

  @Mixin private LetterFilter filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(
      names = "--skip",
      paramLabel = "N",
      description = "Without the newest so many: the next page (default: ${DEFAULT-VALUE}).")
  private int skip;

  @Option(
      names = "--json",
      description =
          "Print [{\"id\", \"writtenAt\", \"topic\", \"partition\", \"offset\", \"timestamp\","
              + " \"stage\", \"key\", \"valueBytes\", \"reason\"}].")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1 || skip < 0) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be at least 1 and --skip at least 0");
    }
    LetterPage<ObjectNode> page = new LetterPage<>(skip, limit);
    try (Cluster cluster = Cluster.connect(connection)) {
      filter.read(
          cluster,
          stored ->
              page.add(
                  new LetterPage.Entry<>(
                      stored.record().timestamp(), stored.id(), LetterText.row(stored))));
      print(page);
      return 0;
    }
  }

  private void print(LetterPage<ObjectNode> page) {
    PrintWriter out = spec.commandLine().getOut();
    List<ObjectNode> rows = page.entries();
    if (json) {
      out.println(JsonText.of(JsonText.array(rows)));
      return;
    }
    if (rows.isEmpty()) {
      out.println(page.count() == 0 ? "no dead letter" : "no more dead letters");
      return;
    }
    TextTable table = new TextTable("ID", "WRITTEN", "FROM", "STAGE", "KEY", "REASON");
    for (ObjectNode row : rows) {
      table.row(
          text(row, "id"),
          text(row, "writtenAt"),
          text(row, "topic") + "-" + row.get("partition") + "@" + row.get("offset"),
          text(row, "stage"),
          text(row, "key"),
          text(row, "reason"));
    }
    table.print(out);
    long left = page.count() - skip - rows.size();
    if (left > 0) {
      out.printf("%d of %d; --skip %d shows more%n", rows.size(), page.count(), skip + rows.size());
    }
  }

  private static String text(ObjectNode row, String field) {
    JsonNode value = row.get(field);
    return LetterText.cell(value.isNull() ? null : value.asText());
  }
}
