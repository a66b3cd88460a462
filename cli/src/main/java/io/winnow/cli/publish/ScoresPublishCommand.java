package io.winnow.cli.publish;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.ModelScored;
import java.io.IOException;
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
      "Example:",
      "  {\"imageId\":\"a.png\",\"pool\":\"default\",\"model\":\"cnn\",\"modelVersion\":\"1\","
          + "\"prediction\":{\"classes\":[\"cat\",\"dog\"],\"probabilities\":[0.6,0.4]}}",
      "A member of a committee adds \"member\":\"a\"; a detector gives \"boxes\" instead of"
          + " \"probabilities\".",
      "A bad line is reported as FILE:LINE: reason, the others are published all the same; exit code"
          + " 1 at the end."
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
              ModelScored.class,
              cluster.catalog().scores(),
              cluster,
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .publish(file, "scores");
    }
  }
}
