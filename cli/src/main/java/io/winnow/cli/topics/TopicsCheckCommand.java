package io.winnow.cli.topics;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.topic.SubjectAdmin;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCheck;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow topics check}. */
@Command(
    name = "check",
    description =
        "Check that every topic exists, with equal partition counts, the right cleanup policy and"
            + " room for the largest record, that none removes records early, and that the registry"
            + " has the schemas of their values; exit code 1 if not.")
final class TopicsCheckCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--any-retention",
      description =
          "Do not look at retention: records may go earlier than a full audit needs them.")
  private boolean anyRetention;

  @Option(
      names = "--json",
      description =
          "Print {\"fine\", \"partitions\", \"problems\", \"earlyRemovals\", \"schemasChecked\"}.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.connect(connection)) {
      TopicCheck check = new TopicAdmin(cluster.admin()).check(cluster.catalog());
      List<String> earlyRemovals = anyRetention ? List.of() : check.earlyRemovals();
      List<String> problems = new ArrayList<>(check.problems());
      if (connection.registryGiven()) {
        problems.addAll(new SubjectAdmin(cluster.catalog()).problems());
      }
      boolean fine = problems.isEmpty() && earlyRemovals.isEmpty();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            JsonText.of(JsonText.tree(fields(fine, check.partitions(), problems, earlyRemovals))));
      } else if (fine) {
        out.printf(
            "%d topics are as they should be, %d partitions each%n",
            cluster.catalog().all().size(), check.partitions().orElseThrow());
      } else {
        problems.forEach(out::println);
        earlyRemovals.forEach(out::println);
      }
      if (!json && !connection.registryGiven()) {
        out.println("schemas not checked: " + TopicsCommand.NO_REGISTRY);
      }
      return fine ? 0 : 1;
    }
  }

  private Map<String, Object> fields(
      boolean fine, OptionalInt partitions, List<String> problems, List<String> earlyRemovals) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fine", fine);
    fields.put("partitions", partitions.isPresent() ? partitions.getAsInt() : null);
    fields.put("problems", problems);
    fields.put("earlyRemovals", earlyRemovals);
    fields.put("schemasChecked", connection.registryGiven());
    return fields;
  }
}
