package io.winnow.cli.encoder;

import io.winnow.cli.console.JsonText;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.Encoders;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder show}. */
@Command(name = "show", description = "Show a built-in encoder or an encoder file.")
final class EncoderShowCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME|FILE",
      defaultValue = "compact",
      description = "The encoder (default: ${DEFAULT-VALUE}).")
  private String encoder;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Encoder shown = Encoders.load(encoder);
    if (json) {
      out.println(JsonText.of(EncoderText.json(shown)));
    } else {
      EncoderText.print(shown, out);
      out.printf("file           %,d bytes%n", EncoderFile.size(shown));
    }
    return 0;
  }
}
