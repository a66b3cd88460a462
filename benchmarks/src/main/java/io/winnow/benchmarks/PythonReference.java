package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Runs the references of other libraries in a Python process, on vectors in a file. */
final class PythonReference {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a selection was, and what it took. */
  record Outcome(double millis, double peakMib, JsonNode details) {}

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description = "Python with scikit-learn (default: ${DEFAULT-VALUE}).")
  private Path python;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      defaultValue = "benchmarks/reference/selection.py",
      description = "Script of the references (default: ${DEFAULT-VALUE}).")
  private Path script;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Longest time of one reference run (default: ${DEFAULT-VALUE}).")
  private long limitSeconds;

  /** The outcomes by method, in the order of the methods. */
  Map<String, Outcome> run(ClusteredVectors vectors, int budget, List<String> methods)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("winnow-selection");
    Path npy = directory.resolve("vectors.npy");
    Path answers = directory.resolve("answers");
    try {
      vectors.writeNpy(npy);
      List<String> command =
          new ArrayList<>(
              List.of(
                  python.toString(), script.toString(), npy.toString(), Integer.toString(budget)));
      command.addAll(methods);
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
      } else if (process.exitValue() != 0) {
        throw new BenchmarkException(
            String.join(" ", command) + " ended with " + process.exitValue());
      }
      return parse(Files.readString(answers, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(npy);
      Files.deleteIfExists(answers);
      Files.delete(directory);
    }
  }

  private static Map<String, Outcome> parse(String lines) throws IOException {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode answer = MAPPER.readTree(line);
      outcomes.put(
          answer.get("method").asText(),
          new Outcome(
              answer.get("seconds").asDouble() * 1e3, answer.get("peakMib").asDouble(), answer));
    }
    return outcomes;
  }
}
