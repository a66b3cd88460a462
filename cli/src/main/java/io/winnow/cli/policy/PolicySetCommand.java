package io.winnow.cli.policy;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.json.AvroJson;
import io.winnow.selection.resampling.Resamplers;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow policy set}. */
@Command(
    name = "set",
    description =
        "Set a pool's policy. Fields without a flag keep their value, or take the default where the"
            + " pool is new. It holds from the next round on.")
final class PolicySetCommand implements Callable<Integer> {

  @Option(names = "--pool", required = true, converter = PoolName.class, description = "The pool.")
  private String pool;

  @ArgGroup(validate = false, heading = "%nThe policy:%n")
  private PolicyFlags flags = new PolicyFlags();

  @Option(names = "--json", description = "Print the policy as JSON.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      PoolPolicy policy =
          flags.applyTo(pool, PolicyTable.read(cluster).of(pool), new DuplicateCosines(cluster));
      try (RecordPublisher publisher = new RecordPublisher(cluster)) {
        publisher.publish(cluster.catalog().policies().record(pool, policy));
        publisher.flush();
      }
      if (json) {
        out.println(JsonText.of(JsonText.prepend("pool", pool, AvroJson.toJson(policy))));
      } else {
        out.println("pool " + pool + ": " + PolicyText.of(policy));
      }
      if (policy.getResampler().equals(Resamplers.ADAPTIVE_NMS)
          && policy.getSimilarityThreshold() == null) {
        spec.commandLine()
            .getErr()
            .printf(
                "encoder %s is neither built in nor published, so its duplicate cosine is not"
                    + " known: adaptive-nms takes 0.9; --similarity-threshold sets another%n",
                policy.getEncoderId());
      }
      return 0;
    }
  }
}
