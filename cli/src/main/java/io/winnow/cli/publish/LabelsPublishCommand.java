package io.winnow.cli.publish;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.ImageLabelled;
import java.io.IOException;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow labels publish}. */
@Command(
    name = "publish",
    description = {
      "Publish labels of an oracle from a JSONL file: each line an ImageLabelled as JSON, with the field imageId besides.",
      "Example:",
      "  {\"imageId\":\"a.png\",\"pool\":\"default\",\"label\":\"cat\",\"source\":\"alice\"}",
      "Every line is checked as the streams application will. A bad one is reported as FILE:LINE:"
          + " reason and not sent, the others are published all the same; exit code 1 at the end."
    })
final class LabelsPublishCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "FILE.jsonl", description = "The file; - is standard input.")
  private String file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (Cluster cluster = Cluster.connect(connection)) {
      return new JsonLinesPublisher<>(
              new PoolInputFormat<>(ImageLabelled.class, cluster.catalog(), Clock.systemUTC()),
              cluster.catalog().labels(),
              cluster,
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .publish(file, "labels", OptionalLong.empty());
    }
  }
}
