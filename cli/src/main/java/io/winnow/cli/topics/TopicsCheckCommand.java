package io.winnow.cli.topics;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCheck;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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
        "Check that every topic exists, with equal partition counts and the right cleanup policy;"
            + " exit code 1 if not.")
final class TopicsCheckCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Option(names = "--json", description = "Print {\"fine\", \"partitions\", \"problems\"}.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      TopicCheck check = new TopicAdmin(cluster.admin()).check(cluster.catalog());
      if (json) {
        out.println(JsonText.of(JsonText.tree(fields(check))));
      } else if (check.fine()) {
        out.printf(
            "%d topics are as they should be, %d partitions each%n",
            cluster.catalog().all().size(), check.partitions().orElseThrow());
      } else {
        check.problems().forEach(out::println);
      }
      return check.fine() ? 0 : 1;
    }
  }

  private static Map<String, Object> fields(TopicCheck check) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fine", check.fine());
    fields.put("partitions", check.partitions().isPresent() ? check.partitions().getAsInt() : null);
    fields.put("problems", check.problems());
    return fields;
  }
}
