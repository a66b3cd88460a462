package io.winnow.cli;

import io.winnow.cli.audit.AuditCommand;
import io.winnow.cli.console.ErrorLine;
import io.winnow.cli.console.Logging;
import io.winnow.cli.console.ProductVersion;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.deadletter.DeadLettersCommand;
import io.winnow.cli.demo.DemoCommand;
import io.winnow.cli.encoder.EncoderCommand;
import io.winnow.cli.policy.PolicyCommand;
import io.winnow.cli.publish.ImagesCommand;
import io.winnow.cli.publish.LabelsCommand;
import io.winnow.cli.publish.ScoresCommand;
import io.winnow.cli.round.RoundCommand;
import io.winnow.cli.select.SelectCommand;
import io.winnow.cli.service.StreamsCommand;
import io.winnow.cli.service.WorkerCommand;
import io.winnow.cli.topics.TopicsCommand;
import io.winnow.cli.up.UpCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code winnow} command. */
@Command(
    name = "winnow",
    description = "Event-driven active-learning selection on Apache Kafka.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = ProductVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed; one line on standard error says why", "2:wrong usage"},
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      WorkerCommand.class,
      StreamsCommand.class,
      TopicsCommand.class,
      EncoderCommand.class,
      ImagesCommand.class,
      ScoresCommand.class,
      LabelsCommand.class,
      PolicyCommand.class,
      RoundCommand.class,
      AuditCommand.class,
      DeadLettersCommand.class,
      SelectCommand.class,
      VersionCommand.class
    })
public final class Winnow {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and print stack traces of errors.")
  void setVerbose(boolean verbose) {
    if (verbose) {
      Logging.verbose();
    }
  }

  /**
   * Runs one command and ends the JVM with its exit code. In one locale on every machine: numbers
   * look alike, and Kafka Streams, which formats some for every record, looks up no symbols.
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.US);
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command tree, as {@link #main} runs it. */
  public static CommandLine commandLine() {
    return new CommandLine(new Winnow())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Winnow::run)
        .setParameterExceptionHandler(Winnow::reportUsage)
        .setExecutionExceptionHandler(Winnow::reportFailure);
  }

  /** picocli takes a request for help as a reason to overlook what it does not know. */
  private static int run(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    List<String> names =
        last.unmatched().stream().filter(argument -> !argument.startsWith("-")).toList();
    if (!command.getSubcommands().isEmpty() && !names.isEmpty()) {
      throw new CommandLine.UnmatchedArgumentException(command, names);
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      // Native libraries, memory: a line like any other failure, not picocli's stack trace.
      throw new CommandLine.ExecutionException(command, ErrorLine.of(e), e);
    }
  }

  private static int reportUsage(CommandLine.ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + ErrorLine.of(error));
    CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try '" + name + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int reportFailure(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + ErrorLine.of(error));
    if (Logging.isVerbose()) {
      error.printStackTrace(err);
    }
    return error instanceof UsageException
        ? CommandLine.ExitCode.USAGE
        : command.getCommandSpec().exitCodeOnExecutionException();
  }
}
