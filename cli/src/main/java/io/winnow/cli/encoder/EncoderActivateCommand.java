package io.winnow.cli.encoder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.cli.policy.EncoderPublisher;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.PoolPolicy;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder activate}. */
@Command(
    name = "activate",
    description =
        "Publish an encoder and let a pool go over to it: workers describe the pool again, and"
            + " rounds keep the present encoder until the new one has described the share.")
final class EncoderActivateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME|FILE", description = "The encoder.")
  private String encoder;

  @Option(names = "--pool", required = true, converter = PoolName.class, description = "The pool.")
  private String pool;

  @Option(
      names = "--share",
      paramLabel = "S",
      description =
          "Share of the pool's described images, above 0 and at most 1 (default: the policy's,"
              + " which is 0.95 unless it says otherwise).")
  private Double share;

  @Option(
      names = "--now",
      description =
          "Go over at once; images that the encoder has not described yet wait, and are counted.")
  private boolean now;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (share != null && !(share > 0 && share <= 1)) {
      throw new UsageException("--share " + share + " must be above 0 and at most 1");
    }
    if (share != null && now) {
      throw new UsageException("--share and --now exclude each other");
    }
    Encoder activated = Encoders.load(encoder);
    try (Cluster cluster = Cluster.connect(connection)) {
      PoolEncoders before = PoolEncoders.of(cluster, pool);
      if (before.currentId().equals(activated.encoderId())) {
        throw new CommandException(
            "pool " + pool + " uses encoder " + activated.encoderId() + " already");
      }
      try (RecordPublisher publisher = new RecordPublisher(cluster)) {
        int pieces = EncoderPublisher.publish(cluster, publisher, activated);
        PoolPolicy policy = before.goingOverTo(activated, share, now);
        publisher.publish(cluster.catalog().policies().record(pool, policy));
        publisher.flush();
        report(activated, pieces, before.currentId(), policy);
      }
      return 0;
    }
  }

  private void report(Encoder activated, int pieces, String previous, PoolPolicy policy) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.put("pool", pool);
      object.put("encoderId", activated.encoderId());
      object.put("descriptorSize", activated.descriptorSize());
      object.put("previousEncoderId", previous);
      object.put("switchShare", now ? null : policy.getEncoderSwitchShare());
      object.put("publishedPieces", pieces);
      out.println(JsonText.of(object));
      return;
    }
    out.printf(
        "encoder %s (%d components): %s%n",
        activated.encoderId(),
        activated.descriptorSize(),
        pieces == 0 ? "was published before" : "published in " + pieces + " pieces");
    if (now) {
      out.printf("pool %s: uses it from the next round on, instead of %s%n", pool, previous);
    } else {
      out.printf(
          Locale.ROOT,
          "pool %s: rounds keep encoder %s until this one has described %.4g of the pool%n",
          pool,
          previous,
          policy.getEncoderSwitchShare());
    }
  }
}
