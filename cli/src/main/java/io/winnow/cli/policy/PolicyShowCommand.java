package io.winnow.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.json.AvroJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow policy show}. */
@Command(name = "show", description = "Show the policy of a pool, or of every pool.")
final class PolicyShowCommand implements Callable<Integer> {

  @Option(names = "--pool", converter = PoolName.class, description = "Only this pool.")
  private String pool;

  @Option(
      names = "--json",
      description = "Print JSON: one object with --pool, else an array of them.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.connect(connection)) {
      PolicyTable table = PolicyTable.read(cluster);
      PrintWriter out = spec.commandLine().getOut();
      if (pool == null) {
        showAll(table, out);
      } else {
        PoolPolicy policy = table.require(pool);
        out.println(json ? JsonText.of(object(pool, policy)) : line(pool, policy));
        if (table.refusedOf(pool).isPresent()) {
          warn(pool, table);
        }
      }
      return 0;
    }
  }

  private void warn(String pool, PolicyTable table) {
    spec.commandLine()
        .getErr()
        .printf(
            "the last record of pool %s in the policies topic is no policy; %s%n",
            pool,
            table.of(pool).isPresent()
                ? "the one before it stays in force"
                : "it has none until one is set");
  }

  private void showAll(PolicyTable table, PrintWriter out) {
    table.refused().keySet().forEach(pool -> warn(pool, table));
    if (json) {
      List<ObjectNode> objects =
          table.all().entrySet().stream()
              .map(entry -> object(entry.getKey(), entry.getValue()))
              .collect(Collectors.toList());
      out.println(JsonText.of(JsonText.array(objects)));
      return;
    }
    if (table.all().isEmpty()) {
      out.println("no pool has a policy");
    }
    for (Map.Entry<String, PoolPolicy> entry : table.all().entrySet()) {
      out.println(line(entry.getKey(), entry.getValue()));
    }
  }

  private static ObjectNode object(String pool, PoolPolicy policy) {
    return JsonText.prepend("pool", pool, AvroJson.toJson(policy));
  }

  private static String line(String pool, PoolPolicy policy) {
    return "pool " + pool + ": " + PolicyText.of(policy);
  }
}
