package io.winnow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link SelectionBenchmark} under JMH. */
@Command(
    name = "jmh",
    description = "Milliseconds of the similarity pass and of whole resamplings, under JMH.")
final class SelectionTimes implements Callable<Integer> {

  @Mixin private ReportOutput output;

  @Option(
      names = "--shortlisted",
      paramLabel = "N",
      split = ",",
      defaultValue = "12000",
      description = "Sizes of the shortlist, T'' (default: ${DEFAULT-VALUE}).")
  private List<String> shortlisted;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      split = ",",
      defaultValue = "256",
      description = "Lengths of the descriptors (default: ${DEFAULT-VALUE}).")
  private List<String> dimensions;

  @Option(
      names = "--resampler",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "budgeted-nms",
      description = "Resamplers (default: ${DEFAULT-VALUE}).")
  private List<String> resamplers;

  @Option(names = "--plain", description = "Measure the plain kernel too.")
  private boolean plain;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Iterations before the measured ones (default: ${DEFAULT-VALUE}).")
  private int warmUp = 2;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Measured iterations of 5 s or one call (default: ${DEFAULT-VALUE}).")
  private int iterations = 3;

  @Override
  public Integer call() throws Exception {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(SelectionBenchmark.class.getName())
        .exclude(plain ? "nothing" : "plainSimilarityPass")
        .param("shortlisted", shortlisted.toArray(String[]::new))
        .param("dimension", dimensions.toArray(String[]::new))
        .param("resampler", resamplers.toArray(String[]::new))
        .forks(1)
        .warmupIterations(warmUp)
        .warmupTime(TimeValue.seconds(5))
        .measurementIterations(iterations)
        .measurementTime(TimeValue.seconds(5))
        .shouldFailOnError(true);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RunResult result : new Runner(options.build()).run()) {
      rows.add(row(result.getParams(), result.getPrimaryResult()));
    }
    output.publish("Similarity pass and resamplings", method(), rows, List.of());
    return 0;
  }

  private static Map<String, Object> row(BenchmarkParams params, Result<?> result) {
    int shortlisted = Integer.parseInt(params.getParam("shortlisted"));
    int dimension = Integer.parseInt(params.getParam("dimension"));
    String resampler = params.getParam("resampler");
    double millis = result.getScore();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("benchmark", resampler == null ? result.getLabel() : resampler);
    row.put("T''", shortlisted);
    row.put("D", dimension);
    row.put("ms/call, mean", millis);
    row.put("min", result.getStatistics().getMin());
    row.put("max", result.getStatistics().getMax());
    row.put("GMAC/s", 0.5 * shortlisted * (shortlisted - 1.0) * dimension / millis / 1e6);
    return row;
  }

  private List<String> method() {
    return List.of(
        String.format(
            "JMH, average time, one fork, %d iterations after %d to warm up. Vectors around centres,"
                + " one for 20 vectors; budget T''/1.2.",
            iterations, warmUp),
        "JMH runs it in a process of its own, which counts among the other processes below.",
        "GMAC/s counts the lower triangle, T''(T''-1)/2 x D, also for whole resamplings.");
  }
}
