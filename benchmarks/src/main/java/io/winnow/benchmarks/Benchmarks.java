package io.winnow.benchmarks;

import io.winnow.benchmarks.experiment.Experiment;
import io.winnow.benchmarks.retrieval.Retrieval;
import io.winnow.cli.console.ErrorLine;
import io.winnow.cli.console.Logging;
import io.winnow.cli.console.ProductVersion;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The benchmarks as commands of {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description = "Measure Winnow on this machine.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ProductVersion.class,
    subcommands = {
      WorkerThroughput.class,
      WorkerOnFiles.class,
      DeadHosts.class,
      ScoreThroughput.class,
      RoundLatency.class,
      PoolGrowth.class,
      AuditReplay.class,
      SelectionTimes.class,
      SideBySide.class,
      ResamplerTimes.class,
      Retrieval.class,
      BackboneMaps.class,
      BackboneSpeed.class,
      Experiment.class,
      LearnerSpeed.class,
      ResultsPage.class
    })
public final class Benchmarks {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and print stack traces of errors.")
  void setVerbose(boolean verbose) {
    if (verbose) {
      Logging.verbose();
    }
  }

  /** Runs one benchmark, in the product's locale, and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.US);
    System.exit(
        new CommandLine(new Benchmarks())
            .setExecutionExceptionHandler(Benchmarks::reportFailure)
            .execute(arguments));
  }

  private static int reportFailure(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + ErrorLine.of(error));
    if (Logging.isVerbose()) {
      error.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
