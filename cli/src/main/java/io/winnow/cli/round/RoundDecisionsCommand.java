package io.winnow.cli.round;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.json.AvroJson;
import io.winnow.streams.mapping.ReasonMapping;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow round decisions}. */
@Command(
    name = "decisions",
    description = "Show every candidate that a round looked at: selected, or dropped and why.")
final class RoundDecisionsCommand implements Callable<Integer> {

  @Mixin private ClosedRoundOptions round;

  @Option(names = "--json", description = "Print the decisions as a JSON array.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<CandidateDecided> decisions = read(cluster, round.find(cluster));
      if (json) {
        out.println(JsonText.of(JsonText.array(decisions.stream().map(AvroJson::toJson).toList())));
      } else {
        table(decisions).print(out);
      }
      return 0;
    }
  }

  private List<CandidateDecided> read(Cluster cluster, RoundClosed closed) {
    List<CandidateDecided> decisions = new ArrayList<>();
    try (TopicReader<CandidateDecided> reader =
        new TopicReader<>(cluster, cluster.catalog().roundDecisions())) {
      reader.readAll(
          (imageId, decision) -> {
            if (RoundLog.isOf(closed, decision.getPool(), decision.getRound())) {
              decisions.add(ReasonMapping.shown(decision));
            }
          });
    }
    decisions.sort(Comparator.comparingInt(CandidateDecided::getRank));
    return decisions;
  }

  private static TextTable table(List<CandidateDecided> decisions) {
    TextTable table = new TextTable("RANK", "UNCERTAINTY", "IMAGE", "DECISION", "WHY");
    for (CandidateDecided decision : decisions) {
      table.row(
          decision.getRank(),
          String.format(Locale.ROOT, "%.6f", decision.getUncertainty()),
          decision.getImageId(),
          decision.getDecision(),
          decision.getReason());
    }
    return table;
  }
}
