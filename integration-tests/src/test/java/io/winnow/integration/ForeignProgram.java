package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs that are no part of this build. */
final class ForeignProgram {

  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Path directory;

  /**
   * @param directory where programs run and their output is kept
   */
  ForeignProgram(Path directory) {
    this.directory = directory;
  }

  /** Skips the calling test, and says so, where the program is not installed. */
  static void assumeInstalled(String program) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    if (!installed) {
      System.err.println("SKIPPED: " + program + " is not installed, so no test of it ran");
    }
    assumeTrue(installed, program + " is not installed");
  }

  /**
   * Runs a program to its end.
   *
   * @param input for its standard input
   * @return the lines it printed to standard output
   */
  List<String> run(String input, String... command) throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile(directory, "in", ".txt"), input);
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended && process.exitValue() == 0)
        .as(
            "%s ends well; it printed%n%s%n%s",
            String.join(" ", command), Files.readString(out, UTF_8), Files.readString(err, UTF_8))
        .isTrue();
    return Files.readAllLines(out, UTF_8);
  }
}
