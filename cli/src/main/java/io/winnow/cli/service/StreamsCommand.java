package io.winnow.cli.service;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.console.Logging;
import io.winnow.cli.console.ProductVersion;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow streams}. */
@Command(
    name = "streams",
    description =
        "Run the streams application: it keeps the pools and closes rounds. Stops on Ctrl-C or"
            + " SIGTERM.")
public final class StreamsCommand implements Callable<Integer> {

  @Mixin private ServiceOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (options.listsSettings()) {
      SettingsTable.print(StreamsAppConfig.configDef(), spec.commandLine().getOut());
      return 0;
    }
    StreamsAppConfig config =
        new StreamsAppConfig(
            options.resolve(StreamsAppConfig.configDef().names(), StreamsAppConfig.OPEN_PREFIXES));
    Logging.forService();
    StreamsRunner streams = StreamsRunner.start(config, ProductVersion.number());
    ServiceProcess.run(streams, () -> serve(streams));
    return 0;
  }

  private void serve(StreamsRunner streams) throws Exception {
    PrometheusMeterRegistry meters = Metrics.ofProcess();
    AutoCloseable status = options.openStatus(meters, streams::healthy);
    try (KafkaStreamsMetrics metrics = Metrics.bindStreams(streams, meters)) {
      streams.join();
    } finally {
      status.close();
    }
  }
}
