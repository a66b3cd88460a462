package io.winnow.cli.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.Logging;
import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.ProductVersion;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.demo.report.DemoSummary;
import io.winnow.cli.demo.report.ResultFiles;
import io.winnow.cli.demo.report.SummaryTable;
import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.embedded.LocalStack;
import io.winnow.cli.embedded.LocalStackSettings;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.service.ServiceProcess;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow demo}. */
@Command(
    name = "demo",
    description = {
      "Watch active learning happen on Kafka: starts an own Kafka, schema registry, descriptor"
          + " worker and streams application, publishes 6,000 real Fashion-MNIST pictures, and runs"
          + " rounds of scoring, selecting, labelling and training.",
      "Writes summary.json, rounds.json, annotation-requests.jsonl, decisions.jsonl and"
          + " report.html."
    },
    exitCodeList = {
      "0:every round selected its budget, no image twice",
      "1:failed; one line on standard error says why",
      "2:wrong usage"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String LOG = "demo.log";

  /** Everything that the demo writes into its directory. */
  private static final String[] OUTPUTS =
      Stream.concat(ResultFiles.NAMES.stream(), Stream.of(LOG)).toArray(String[]::new);

  /** The encoder of {@link LocalStackSettings#in}. */
  private static final String ENCODER = "compact";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory of the results and the log (default: ./${DEFAULT-VALUE}).")
  private Path out = Path.of("demo-out");

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Empty directory for the data of Kafka and the other services; kept (default: a"
              + " temporary one, deleted at the end).")
  private Path dataDirectory;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds to run (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images to label per round (default: ${DEFAULT-VALUE}).")
  private int budget = 150;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Decides the seed set, the first weights and the random picks (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print summary.json instead of the table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path directory = out.toAbsolutePath().normalize();
    Steps steps = new Steps(spec.commandLine().getErr());
    Encoder encoder = Encoders.builtIn(ENCODER);
    Demo demo =
        new Demo(new DemoSettings(rounds, budget, seed), FashionSample.load(), encoder, steps);
    OutputPath.requireDirectory("--out DIR", directory, OUTPUTS);
    Logging.forServiceTo(directory.resolve(LOG));
    QuietConsole.unlessVerbose();
    print(run(demo, DemoData.open(dataDirectory), directory, steps));
    return 0;
  }

  private static DemoSummary run(Demo demo, DemoData data, Path directory, Steps steps)
      throws Exception {
    LocalStack stack =
        new LocalStack(
            LocalStackSettings.in(data.directory()), new SimpleMeterRegistry(), steps::say);
    AtomicReference<DemoSummary> summary = new AtomicReference<>();
    ServiceProcess.run(
        () -> closeBoth(stack, data),
        () -> {
          stack.start(ProductVersion.number());
          try (Cluster cluster = Cluster.connect(connection(stack))) {
            summary.set(WhileHealthy.call(stack, () -> demo.run(cluster, directory)));
          }
          steps.say("stopping");
        });
    return summary.get();
  }

  private static void closeBoth(LocalStack stack, DemoData data) throws IOException {
    try (data) {
      stack.close();
    }
  }

  private static ConnectionOptions connection(LocalStack stack) {
    return CommandLine.populateCommand(
        new ConnectionOptions(),
        "--bootstrap-servers",
        stack.bootstrapServers(),
        "--registry",
        stack.registryUrl());
  }

  private void print(DemoSummary summary) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(JsonText.of(JsonText.tree(summary)));
      return;
    }
    SummaryTable cells = new SummaryTable(summary);
    TextTable table = new TextTable(cells.header().toArray(new String[0]));
    cells.rows().forEach(row -> table.row(row.toArray()));
    table.print(writer);
  }
}
