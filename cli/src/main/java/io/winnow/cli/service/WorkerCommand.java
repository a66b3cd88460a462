package io.winnow.cli.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.console.Logging;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow worker}. */
@Command(
    name = "worker",
    description =
        "Run the descriptor worker: images in, descriptors out. Stops on Ctrl-C or SIGTERM.")
public final class WorkerCommand implements Callable<Integer> {

  @Mixin private ServiceOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (options.listsSettings()) {
      SettingsTable.print(WorkerConfig.configDef(), spec.commandLine().getOut());
      return 0;
    }
    WorkerConfig config =
        new WorkerConfig(
            options.resolve(WorkerConfig.configDef().names(), WorkerConfig.openPrefixes()));
    Logging.forService();
    PrometheusMeterRegistry meters = Metrics.ofProcess();
    WorkerRunner worker = new WorkerRunner(config, meters);
    ServiceProcess.run(
        worker,
        () -> {
          AutoCloseable status = options.openStatus(meters, worker::isRunning);
          try {
            worker.start();
            worker.join();
          } finally {
            status.close();
          }
        });
    return 0;
  }
}
