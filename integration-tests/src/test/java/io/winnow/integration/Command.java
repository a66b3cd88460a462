package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.Winnow;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Commands as a user runs them. */
final class Command {

  private Command() {}

  /** Runs a command that must succeed, and returns what it printed. */
  static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Winnow.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(command.execute(arguments)).as("%s%s", out, err).isZero();
    return out.toString();
  }
}
