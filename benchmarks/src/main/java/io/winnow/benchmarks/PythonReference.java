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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the references of other libraries in a Python process, on vectors in a file. */
final class PythonReference {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a selection was, and what it took. */
  record Outcome(double millis, double peakMib, JsonNode details) {}

  @Mixin private PythonProcess python;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      defaultValue = "benchmarks/reference/selection.py",
      description = "Script of the references (default: ${DEFAULT-VALUE}).")
  private Path script;

  /** The outcomes by method, in the order of the methods. */
  Map<String, Outcome> run(ClusteredVectors vectors, int budget, List<String> methods)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("winnow-selection");
    Path npy = directory.resolve("vectors.npy");
    Path answers = directory.resolve("answers");
    try {
      vectors.writeNpy(npy);
      List<String> arguments = new ArrayList<>(List.of(npy.toString(), Integer.toString(budget)));
      arguments.addAll(methods);
      // At the limit the methods that were done count, the others have no outcome.
      python.run(script, arguments, answers);
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
