package io.winnow.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTest {
  private static final String PLAN =
      """
      {"pools": [{"name": "p", "data": "sample", "kind": "%s", "size": 1000, "test": 100, "seed": 1}],
       "learner": {"kind": "linear", "steps": 20, "rate": 0.01}, "learnerInput": "pixels",
       "reference": "pixels", "coverageCosines": {"p": 0.9}, "initial": 20, "budget": 20, "rounds": 2, "seeds": [1, 2],
       "strategies": [
         {"name": "plain", "measure": "margin", "resampler": "none", "sr": 1},
         {"name": "own", "measure": "entropy", "resampler": "budgeted-nms", "sr": 2,
          "descriptor": "learner"},
         {"name": "memory", "measure": "entropy", "resampler": "adaptive-nms", "sr": 1.2,
          "threshold": 0.5, "memoryRounds": 2}]}
      """;

  @TempDir private Path folder;

  @Test
  void shouldGoOnWhereItWasKilled() throws Exception {
    Path file = folder.resolve("results.jsonl");
    run("near-duplicates", file, 1);
    Map<String, List<RoundRecord>> whole = untimed(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2 * 3 * 3);

    String half = lines.get(7).substring(0, 40);
    Files.writeString(file, String.join("\n", lines.subList(0, 7)) + "\n" + half);
    run("near-duplicates", file, 2);

    assertThat(untimed(file)).isEqualTo(whole);
    assertThat(Files.readAllLines(file)).hasSize(2 * 3 * 3).contains(lines.get(0));
  }

  @Test
  void shouldGoOnFromCompressedResults() throws Exception {
    Path file = folder.resolve("results.jsonl");
    run("clean", file, 2);
    String lines = Files.readString(file);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("results.jsonl.gz")))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    Files.delete(file);

    run("clean", file, 2);

    assertThat(Files.readAllLines(file))
        .containsExactlyInAnyOrderElementsOf(lines.lines().toList());
  }

  @Test
  void shouldRefuseResultsOfAnotherPlan() throws Exception {
    Path file = folder.resolve("results.jsonl");
    run("clean", file, 2);

    assertThatThrownBy(() -> run("long-tail", file, 2))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("of another plan");
  }

  @Test
  void shouldSelectOnlyWhatHasArrived() throws Exception {
    Path file = folder.resolve("results.jsonl");
    run("drift", file, 2);

    // Rounds 1 and 2 of a drifting stream know classes 0 to 2, then 0 to 3.
    untimed(file)
        .values()
        .forEach(
            rounds -> {
              assertThat(rounds.get(1).classes().subList(3, 10)).containsOnly(0);
              assertThat(rounds.get(2).classes().subList(4, 10)).containsOnly(0);
              assertThat(rounds.get(2).labels()).isGreaterThan(rounds.get(0).labels());
            });
  }

  @Test
  void shouldChooseTheSameThroughKafka() throws Exception {
    Path plan = folder.resolve("plan.json");
    Files.writeString(plan, PLAN.formatted("near-duplicates"));
    ExperimentRunner runner = runner(plan, 2);
    ExperimentRun withMemory =
        ExperimentPlan.read(plan).runs().stream()
            .filter(run -> run.name().equals("p/memory/1"))
            .findFirst()
            .orElseThrow();

    List<RoundRecord> offline = runner.run(withMemory).stream().map(RoundRecord::untimed).toList();
    List<RoundRecord> kafka =
        runner.runThroughKafka(withMemory).stream().map(RoundRecord::untimed).toList();

    assertThat(kafka).isEqualTo(offline);
    assertThat(kafka.get(2).selection()).isNotNull();
  }

  @Test
  void shouldNameWhatIsWrongWithAPlan() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, PLAN.formatted("clean").replace("budgeted-nms", "magic"));

    assertThatThrownBy(() -> ExperimentPlan.read(file))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("plan.json is no plan: unknown resampler 'magic'");
  }

  @Test
  void shouldWantACoverageCosineOfEveryPool() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, PLAN.formatted("clean").replace("{\"p\": 0.9}", "{\"q\": 0.9}"));

    assertThatThrownBy(() -> ExperimentPlan.read(file))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("coverageCosines must have one cosine for each of [p], not for [q]");
  }

  @Test
  void shouldTellAnotherCoverageCosineFromThePlansOwn() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, PLAN.formatted("clean"));
    String before = ExperimentPlan.read(file).runs().get(0).configuration();
    Files.writeString(file, PLAN.formatted("clean").replace("{\"p\": 0.9}", "{\"p\": 0.8}"));

    assertThat(ExperimentPlan.read(file).runs().get(0).configuration()).isNotEqualTo(before);
  }

  private void run(String kind, Path out, int threads) throws Exception {
    Path plan = folder.resolve("plan.json");
    Files.writeString(plan, PLAN.formatted(kind));
    runner(plan, threads).run(new RoundLog(out));
  }

  private ExperimentRunner runner(Path plan, int threads) throws IOException {
    return new ExperimentRunner(
        ExperimentPlan.read(plan),
        folder,
        folder.resolve("descriptors"),
        threads,
        new PrintWriter(new StringWriter()));
  }

  private static Map<String, List<RoundRecord>> untimed(Path file) throws IOException {
    Map<String, List<RoundRecord>> runs = new TreeMap<>();
    new RoundLog(file)
        .read()
        .forEach(
            (run, rounds) -> runs.put(run, rounds.stream().map(RoundRecord::untimed).toList()));
    return runs;
  }
}
