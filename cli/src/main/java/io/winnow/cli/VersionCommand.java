package io.winnow.cli;

import io.winnow.cli.console.ProductVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow version}. */
@Command(name = "version", description = "Print the version of Winnow and of the Java it runs on.")
final class VersionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    for (String line : new ProductVersion().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
  }
}
