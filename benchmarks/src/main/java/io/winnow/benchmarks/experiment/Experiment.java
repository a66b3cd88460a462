package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.BenchmarkException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a plan of learning curves, or repeats runs of it. */
@Command(
    name = "experiment",
    description =
        "Run a plan of active-learning experiments: train, score, select, label, and again. Appends"
            + " one JSON line per round; started again, it goes on where it was.")
public final class Experiment implements Callable<Integer> {

  @Parameters(paramLabel = "PLAN.json", description = "The plan.")
  private Path planFile;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "JSON lines (default: beside the plan, its name with .jsonl).")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of models and cifar10 (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("../shared/data");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Folder of computed descriptors (default: ${DEFAULT-VALUE}).")
  private Path cache = Path.of("benchmarks/target/experiment-descriptors");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time (default: ${DEFAULT-VALUE}).")
  private int threads = 2;

  @Option(
      names = "--verify",
      paramLabel = "RUN",
      description = "Repeat this finished run and compare every round with its lines.")
  private String verify;

  @Option(
      names = "--through-kafka",
      description =
          "With --verify: scores and descriptors go into the topics of an embedded cluster, query"
              + " sets come from its streams application.")
  private boolean throughKafka;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    ExperimentPlan plan = ExperimentPlan.read(planFile);
    PrintWriter err = command.commandLine().getErr();
    RoundLog log = new RoundLog(out == null ? results(planFile) : out);
    ExperimentRunner runner = new ExperimentRunner(plan, data, cache, threads, err);
    if (throughKafka && verify == null) {
      throw new BenchmarkException("--through-kafka needs --verify");
    }
    if (verify != null) {
      return verify(plan, runner, log);
    }
    runner.run(log);
    return 0;
  }

  static Path results(Path plan) {
    return plan.resolveSibling(
        plan.getFileName().toString().replaceFirst("\\.json$", "") + ".jsonl");
  }

  private int verify(ExperimentPlan plan, ExperimentRunner runner, RoundLog log) throws Exception {
    Map<String, List<RoundRecord>> results = log.read();
    if (!results.containsKey(verify)) {
      throw new BenchmarkException("there is no run " + verify + " in the results");
    }
    ExperimentRun run =
        plan.runs().stream()
            .filter(candidate -> candidate.name().equals(verify))
            .findFirst()
            .orElseThrow(
                () -> new BenchmarkException("there is no run " + verify + " in the plan"));
    List<RoundRecord> expected = results.get(verify).stream().map(RoundRecord::untimed).toList();
    List<RoundRecord> repeated = throughKafka ? runner.runThroughKafka(run) : runner.run(run);
    List<RoundRecord> actual = repeated.stream().map(RoundRecord::untimed).toList();
    PrintWriter print = command.commandLine().getOut();
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      RoundRecord there = i < expected.size() ? expected.get(i) : null;
      RoundRecord now = i < actual.size() ? actual.get(i) : null;
      if (!String.valueOf(there).equals(String.valueOf(now))) {
        print.printf("%s differs in round %d:%n  %s%n  %s%n", verify, i, there, now);
        return 1;
      }
    }
    print.printf(
        "%s%s: %d rounds, every figure and selection as before%n",
        verify, throughKafka ? ", through Kafka" : "", actual.size());
    return 0;
  }
}
