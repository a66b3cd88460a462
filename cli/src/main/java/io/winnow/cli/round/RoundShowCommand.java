package io.winnow.cli.round;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.json.AvroJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow round show}. */
@Command(name = "show", description = "Show the manifest of a closed or aborted round.")
final class RoundShowCommand implements Callable<Integer> {

  @Mixin private ClosedRoundOptions round;

  @Option(names = "--json", description = "Print the manifest as JSON.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      RoundClosed closed = round.find(cluster);
      ObjectNode manifest = AvroJson.toJson(closed);
      if (json) {
        out.println(JsonText.of(manifest));
      } else {
        for (Map.Entry<String, JsonNode> field : manifest.properties()) {
          out.printf("%-20s %s%n", field.getKey(), text(field.getValue()));
        }
        closed.getLimits().forEach(outcome -> out.println(RoundText.limit(outcome)));
        if (closed.getAborted() == null && !RoundText.shortfall(closed).isEmpty()) {
          out.println(
              closed.getSelected() + " of " + closed.getBudget() + RoundText.shortfall(closed));
        }
      }
      OtherEncoder.advice(cluster, closed).ifPresent(spec.commandLine().getErr()::println);
      return 0;
    }
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "-";
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
