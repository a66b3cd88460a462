package io.winnow.cli.publish;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.ModelScored;
import java.io.IOException;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow scores publish}. */
@Command(
    name = "publish",
    description = {
      "Publish predictions of a model from a JSONL file: each line a ModelScored as JSON, with the field imageId besides.",
      "Class probabilities (0 to 1, sum 1 within 0.001, at least two classes):",
      "  {\"imageId\":\"a.png\",\"pool\":\"default\",\"model\":\"cnn\",\"modelVersion\":\"1\","
          + "\"prediction\":{\"classes\":[\"cat\",\"dog\"],\"probabilities\":[0.6,0.4]}}",
      "Boxes of a detector, places and sizes as shares of the picture from its top left; the list"
          + " may be empty:",
      "  \"prediction\":{\"classes\":[\"cat\",\"dog\"],\"boxes\":[{\"x\":0.1,\"y\":0.2,\"width\":0.5,"
          + "\"height\":0.4,\"probabilities\":[0.6,0.4]}]}",
      "A number of your own, for --measure precomputed (or LOWER_IS_MORE_UNCERTAIN):",
      "  \"prediction\":{\"name\":\"bald\",\"value\":0.31,\"orientation\":"
          + "\"HIGHER_IS_MORE_UNCERTAIN\"}",
      "A member of a committee adds \"member\":\"a\". When it was scored: \"scoredAt\", ISO 8601 or"
          + " milliseconds; else the record's time counts. docs/uncertainty.md says more.",
      "Every line is checked as the streams application will. A bad one is reported as FILE:LINE:"
          + " reason and not sent, the others are published all the same; exit code 1 at the end."
    })
final class ScoresPublishCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "FILE.jsonl", description = "The file; - is standard input.")
  private String file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (Cluster cluster = Cluster.connect(connection)) {
      return new JsonLinesPublisher<>(
              new PoolInputFormat<>(ModelScored.class, cluster.catalog(), Clock.systemUTC()),
              cluster.catalog().scores(),
              cluster,
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .publish(file, "scores", OptionalLong.empty());
    }
  }
}
