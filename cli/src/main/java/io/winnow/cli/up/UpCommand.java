package io.winnow.cli.up;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.console.Logging;
import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.PortNumber;
import io.winnow.cli.console.ProductVersion;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.embedded.LocalStack;
import io.winnow.cli.embedded.LocalStackSettings;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.service.Metrics;
import io.winnow.cli.service.ServiceProcess;
import io.winnow.cli.service.StatusServer;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow up}. */
@Command(
    name = "up",
    description = {
      "Run everything on this machine: Kafka, a schema registry, the topics, the descriptor worker"
          + " and the streams application, until Ctrl-C or SIGTERM.",
      "All ports are on 127.0.0.1. Data stays in --data and is there again at the next start. One"
          + " node, nothing replicated: for trying things out, not for production."
    })
public final class UpCommand implements Callable<Integer> {

  private static final String LOG = "winnow.log";
  private static final String STATUS_HOST = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of all data and logs (default: ./${DEFAULT-VALUE}).")
  private Path data = Path.of("winnow-data");

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      converter = PortNumber.class,
      description = "Port of Kafka (default: ${DEFAULT-VALUE}).")
  private int kafkaPort = ConnectionOptions.DEFAULT_KAFKA_PORT;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      converter = PortNumber.class,
      description = "Port of the schema registry (default: ${DEFAULT-VALUE}).")
  private int registryPort = ConnectionOptions.DEFAULT_REGISTRY_PORT;

  @Option(
      names = "--status-port",
      paramLabel = "PORT",
      converter = PortNumber.class,
      description = "Port of /health and /metrics; 0 for none (default: ${DEFAULT-VALUE}).")
  private int statusPort = 18_080;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description =
          "Partition count of the topics, if there are none in --data yet (default:"
              + " ${DEFAULT-VALUE}).")
  private int partitions = TopicCatalog.DEFAULT_PARTITIONS;

  @Option(
      names = "--encoder",
      paramLabel = "NAME|FILE",
      description = "Encoder of the worker (default: ${DEFAULT-VALUE}).")
  private String encoder = "compact";

  @Option(
      names = "--backbone",
      paramLabel = "NAME|DIR",
      description =
          "Backbone that the encoder was fitted on: what 'encoder fit --backbone' was given"
              + " (default: the one that the encoder names).")
  private String backbone;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What runs the encoder's backbone: auto, nd4j or onnxruntime (default: auto).")
  private Backend backend = Backend.AUTO;

  @Option(
      names = "--image-root",
      paramLabel = "DIR",
      description =
          "The worker reads file: URIs below this directory only (default: ${DEFAULT-VALUE}, since"
              + " only this machine can publish).")
  private Path imageRoot = Path.of("/");

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      description = "The worker may fetch images from this host; repeatable (default: none).")
  private List<String> httpHosts = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    if (partitions < 1) {
      throw new UsageException("--partitions " + partitions + " must be at least 1");
    }
    Path directory = data.toAbsolutePath().normalize();
    OutputPath.requireDirectory("--data DIR", directory, LOG);
    Path log = directory.resolve(LOG);
    Logging.forServiceTo(log);
    PrometheusMeterRegistry meters = Metrics.ofProcess();
    LocalStack stack =
        new LocalStack(
            settings(directory),
            meters,
            step -> {
              err.println(step + " ...");
              err.flush();
            });
    ServiceProcess.run(
        stack,
        () -> {
          AutoCloseable status =
              StatusServer.startIf(
                  statusPort != 0, STATUS_HOST, statusPort, meters, stack::healthy);
          try {
            stack.start(ProductVersion.number());
            printEndpoints(stack, directory, log);
            stack.join();
          } finally {
            status.close();
          }
        });
    return 0;
  }

  private LocalStackSettings settings(Path directory) {
    return new LocalStackSettings(
        directory,
        kafkaPort,
        registryPort,
        partitions,
        encoder,
        Optional.ofNullable(backbone),
        backend.id(),
        Optional.of(imageRoot),
        httpHosts);
  }

  private void printEndpoints(LocalStack stack, Path directory, Path log) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("ready");
    out.println("  Kafka            " + stack.bootstrapServers());
    out.println("  schema registry  " + stack.registryUrl());
    if (statusPort != 0) {
      out.println(
          "  health, metrics  http://" + STATUS_HOST + ":" + statusPort + "/health, /metrics");
    }
    out.println("  data             " + directory);
    out.println("  log              " + log);
    if (kafkaPort != ConnectionOptions.DEFAULT_KAFKA_PORT
        || registryPort != ConnectionOptions.DEFAULT_REGISTRY_PORT) {
      out.println("other shells reach it with");
      out.println("  export WINNOW_BOOTSTRAP_SERVERS=" + stack.bootstrapServers());
      out.println("  export WINNOW_SCHEMA_REGISTRY_URL=" + stack.registryUrl());
    }
    out.println("Ctrl-C stops it. In another shell: winnow policy set --pool default --budget 10");
    out.flush();
  }
}
