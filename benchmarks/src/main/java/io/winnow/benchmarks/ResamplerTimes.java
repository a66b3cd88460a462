package io.winnow.benchmarks;

import io.winnow.benchmarks.PythonReference.Outcome;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Shortlist;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every resampler on one shortlist, and scikit-learn's k-center. */
@Command(
    name = "resamplers",
    description = "Every resampler on one shortlist; k-center also with scikit-learn.")
final class ResamplerTimes implements Callable<Integer> {

  private static final String K_CENTER = "k-center";

  @Mixin private ReportOutput output;

  @Mixin private PythonReference reference;

  @Option(
      names = "--shortlisted",
      paramLabel = "N",
      description = "Size of the shortlist, T'' (default: ${DEFAULT-VALUE}).")
  private int shortlisted = 3_000;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      description = "Length of the descriptors (default: ${DEFAULT-VALUE}).")
  private int dimension = 256;

  @Override
  public Integer call() throws Exception {
    output.progress("warming up");
    TimedResampling.warmUp();
    ClusteredVectors vectors = ClusteredVectors.of(shortlisted, dimension);
    Shortlist shortlist = vectors.shortlist();
    int budget = TimedResampling.budget(shortlisted);
    List<Map<String, Object>> rows = new ArrayList<>();
    double winnowMillis = Double.NaN;
    for (String name : Resamplers.NAMES) {
      output.progress(name);
      TimedResampling timed = TimedResampling.of(name, shortlist);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("resampler", name);
      row.put("T''", shortlisted);
      row.put("D", dimension);
      row.put("ms, median", timed.millis().median());
      row.put("min", timed.millis().min());
      row.put("max", timed.millis().max());
      row.put("τ", timed.threshold().isPresent() ? timed.threshold().getAsDouble() : "");
      rows.add(row);
      if (name.equals(Resamplers.K_CENTER)) {
        winnowMillis = timed.millis().median();
      }
    }
    output.progress("k-center with scikit-learn");
    Outcome other = reference.run(vectors, budget, List.of(K_CENTER)).get(K_CENTER);
    String finding =
        other == null
            ? "k-center with scikit-learn did not end within its limit."
            : String.format(
                "k-center with scikit-learn takes %,.0f ms, %.1f times as long.",
                other.millis(), other.millis() / winnowMillis);
    output.publish("Every resampler", method(), rows, List.of(finding));
    return 0;
  }

  private static List<String> method() {
    return List.of(
        "Vectors around centres, one for 20 of them, seeded; budget T''/1.2; up to 7 calls in a"
            + " warm JVM, all cores; τ is the cosine of a repetition that a resampler found or was given.",
        "k-center of scikit-learn: pairwise_distances of all vectors to each new centre.");
  }
}
