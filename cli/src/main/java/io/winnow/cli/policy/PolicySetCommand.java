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
      AppliedPolicy applied =
          flags.applyTo(
              pool,
              PolicyTable.read(cluster).of(pool),
              new PolicySources(new DuplicateCosines(cluster), new DescribingEncoders(cluster)));
      PoolPolicy policy = applied.policy();
      try (RecordPublisher publisher = new RecordPublisher(cluster)) {
        applied
            .encoder()
            .flatMap(EncoderChoice::toPublish)
            .ifPresent(encoder -> EncoderPublisher.publish(cluster, publisher, encoder));
        publisher.publish(cluster.catalog().policies().record(pool, policy));
        publisher.flush();
      }
      if (json) {
        out.println(JsonText.of(JsonText.prepend("pool", pool, AvroJson.toJson(policy))));
      } else {
        out.println("pool " + pool + ": " + PolicyText.of(policy));
      }
      applied.encoder().ifPresent(this::reportEncoder);
      reportThreshold(policy);
      return 0;
    }
  }

  private void reportEncoder(EncoderChoice encoder) {
    PrintWriter err = spec.commandLine().getErr();
    switch (encoder.reason()) {
      case NAMED -> {
        // The user knows.
      }
      case SEEN -> err.printf("pool %s takes the workers' encoder, %s%n", pool, encoder.id());
      case ASSUMED ->
          err.printf(
              "the workers' encoder is not known, as nothing is described yet or this user may not"
                  + " read it: pool %s takes the built-in compact; --encoder names another%n",
              pool);
    }
  }

  private void reportThreshold(PoolPolicy policy) {
    if (policy.getResampler().equals(Resamplers.ADAPTIVE_NMS)
        && policy.getSimilarityThreshold() == null) {
      spec.commandLine()
          .getErr()
          .printf(
              "no duplicate cosine of encoder %s: it is neither built in nor published, or measured"
                  + " on too few images; adaptive-nms takes 0.9, --similarity-threshold sets"
                  + " another%n",
              policy.getEncoderId());
    }
  }
}
