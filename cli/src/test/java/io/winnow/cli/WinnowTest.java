package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class WinnowTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("everyCommand")
  void shouldPrintItsHelpAndExitCodesWhenAsked(List<String> command) {
    String[] arguments =
        Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
    Cli.Result result = Cli.run(arguments);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("Usage: winnow")
        .contains(String.join(" ", command))
        .contains("Exit codes:")
        .contains("--verbose");
    assertThat(result.err()).isEmpty();
  }

  static Stream<List<String>> everyCommand() {
    return Stream.concat(Stream.of(List.of()), below(Winnow.commandLine(), List.of()));
  }

  private static Stream<List<String>> below(CommandLine command, List<String> path) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            entry -> {
              List<String> name = Stream.concat(path.stream(), Stream.of(entry.getKey())).toList();
              return Stream.concat(Stream.of(name), below(entry.getValue(), name));
            });
  }

  @Test
  void shouldPrintTheVersionOfTheBuild() {
    Cli.Result result = Cli.run("version");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).matches("(?s)winnow \\d+\\.\\d+\\.\\d+\\S*\\RJava \\d+.*");
  }

  @Test
  void shouldSuggestTheNearestCommandWhenItIsMistyped() {
    Cli.Result result = Cli.run("topcs");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'topcs'").contains("winnow topics");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void shouldAskForASubcommandWhenAGroupIsGivenAlone() {
    Cli.Result result = Cli.run("policy");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("winnow policy: Missing required subcommand");
  }

  @Test
  void shouldNameTheBadPoolWhenItsNameIsNone() {
    Cli.Result result = Cli.run("round", "request", "--pool", "a b");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errorLines().get(0)).contains("--pool").contains("'a b'");
  }

  @Test
  void shouldSayInOneLineThatKafkaDoesNotAnswer() throws IOException {
    Cli.Result result =
        Cli.run("topics", "check", "--bootstrap-servers", "127.0.0.1:" + freePort());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .startsWith("winnow topics check: Kafka does not answer at 127.0.0.1:");
  }

  @Test
  void shouldSayInOneLineWhyANativeLibraryCannotBeLoaded() {
    StringWriter err = new StringWriter();
    int exitCode =
        Winnow.commandLine()
            .addSubcommand("native", new NeedsALibrary())
            .setErr(new PrintWriter(err, true))
            .execute("native");
    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("winnow native: a native library cannot be loaded: /t/lib.so: failed to map")
        .contains("noexec");
  }

  @Command(name = "native")
  private static final class NeedsALibrary implements Runnable {
    @Override
    public void run() {
      throw new UnsatisfiedLinkError("/t/lib.so: failed to map segment");
    }
  }

  @Test
  void shouldNameTheFileWhenItIsMissing() {
    Cli.Result result = Cli.run("images", "publish", directory.resolve("nothing").toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .containsExactly(
            "winnow images publish: "
                + directory.resolve("nothing")
                + ": no such directory or file");
  }

  @Test
  void shouldNameTheSettingWhenAServiceDoesNotKnowIt() throws IOException {
    Path config = Files.writeString(directory.resolve("worker.properties"), "encodr=compact\n");
    Cli.Result result = Cli.run("worker", "--config", config.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .containsExactly(
            "winnow worker: " + config + ": unknown setting encodr; did you mean encoder?");
  }

  @Test
  void shouldListEverySettingOfAServiceWithItsVariable() {
    Cli.Result result = Cli.run("streams", "--settings");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("bootstrap.servers (required, WINNOW_BOOTSTRAP_SERVERS)")
        .contains("topic.prefix (default winnow., WINNOW_TOPIC_PREFIX)");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
