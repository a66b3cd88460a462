package io.winnow.cli.round;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.json.AvroJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow round list}. */
@Command(name = "list", description = "List the closed rounds of a pool, or of every pool.")
final class RoundListCommand implements Callable<Integer> {

  @Option(names = "--pool", converter = PoolName.class, description = "Only this pool.")
  private String pool;

  @Option(names = "--json", description = "Print the manifests as a JSON array.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<RoundClosed> rounds = RoundLog.read(cluster, pool).all();
      if (json) {
        out.println(JsonText.of(JsonText.array(rounds.stream().map(AvroJson::toJson).toList())));
      } else if (rounds.isEmpty()) {
        out.println(pool == null ? "no closed round" : "pool " + pool + " has no closed round");
      } else {
        table(rounds).print(out);
      }
      return 0;
    }
  }

  private static TextTable table(List<RoundClosed> rounds) {
    TextTable table =
        new TextTable(
            "POOL",
            "ROUND",
            "OPENED",
            "BY",
            "ELIGIBLE",
            "SHORTLISTED",
            "SELECTED",
            "UNCERTAINTY",
            "COVERAGE");
    for (RoundClosed round : rounds) {
      table.row(
          round.getPool(),
          round.getRound(),
          round.getOpenedAt(),
          round.getTrigger(),
          round.getEligible(),
          round.getShortlisted(),
          RoundText.selected(round),
          String.format(Locale.ROOT, "%.4f", round.getMeanUncertainty()),
          RoundText.coverage(round));
    }
    return table;
  }
}
