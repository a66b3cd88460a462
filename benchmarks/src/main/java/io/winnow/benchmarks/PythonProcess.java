package io.winnow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Runs a script in a Python process of its own, on two threads. */
final class PythonProcess {

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description = "Python with the libraries of the reference (default: ${DEFAULT-VALUE}).")
  private Path python;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Longest time of one reference run (default: ${DEFAULT-VALUE}).")
  private long limitSeconds;

  /**
   * Runs the script to its end or to the limit, when it is killed.
   *
   * @param answers file that gets its standard output
   * @return whether it ended by itself
   * @throws BenchmarkException when it failed
   */
  boolean run(Path script, List<String> arguments, Path answers)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Both or none: OpenBLAS tunes itself to the processor unless told otherwise.
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().remove("OPENBLAS_L2_SIZE");
    builder.environment().put("OPENBLAS_NUM_THREADS", "2");
    builder.environment().put("OMP_NUM_THREADS", "2");
    builder.redirectOutput(answers.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return false;
    }
    if (process.exitValue() != 0) {
      throw new BenchmarkException(
          String.join(" ", command) + " ended with " + process.exitValue());
    }
    return true;
  }
}
