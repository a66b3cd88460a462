package io.winnow.benchmarks.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Results as JSON lines, one per round; read from the same name with {@code .gz} where there is no
 * such file. Thread-safe.
 */
final class RoundLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  RoundLog(Path file) {
    this.file = file;
  }

  synchronized void append(RoundRecord round) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(round) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * Reads all runs. An unfinished last line, of a process that was killed, is left out.
   *
   * @return rounds by the name of the run, in the order of the file
   */
  Map<String, List<RoundRecord>> read() throws IOException {
    Map<String, List<RoundRecord>> runs = new LinkedHashMap<>();
    String text = text();
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      try {
        RoundRecord round = JSON.readValue(lines.get(i), RoundRecord.class);
        runs.computeIfAbsent(round.run(), run -> new ArrayList<>()).add(round);
      } catch (JsonProcessingException e) {
        throw new BenchmarkException(
            "line %d of %s is no result: %s".formatted(i + 1, file, e.getOriginalMessage()), e);
      }
    }
    return runs;
  }

  private String text() throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file);
    }
    Path zipped = file.resolveSibling(file.getFileName() + ".gz");
    if (!Files.exists(zipped)) {
      return "";
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Keeps the runs that are finished; the others begin anew.
   *
   * @return their names
   * @throws BenchmarkException if a run is there under another configuration
   */
  List<String> keepFinished(List<ExperimentRun> runs, int rounds) throws IOException {
    Map<String, List<RoundRecord>> there = read();
    List<String> finished = new ArrayList<>();
    StringBuilder kept = new StringBuilder();
    Map<String, String> configurations = new LinkedHashMap<>();
    runs.forEach(run -> configurations.put(run.name(), run.configuration()));
    for (Map.Entry<String, List<RoundRecord>> run : there.entrySet()) {
      String wanted = configurations.get(run.getKey());
      if (!run.getValue().get(0).configuration().equals(wanted)) {
        throw new BenchmarkException(
            "%s has run %s of another plan: remove it or name another file"
                .formatted(file, run.getKey()));
      }
      if (run.getValue().size() > rounds) {
        finished.add(run.getKey());
        for (RoundRecord round : run.getValue()) {
          kept.append(JSON.writeValueAsString(round)).append('\n');
        }
      }
    }
    if (!there.isEmpty()) {
      Files.writeString(file, kept);
    }
    return finished;
  }
}
