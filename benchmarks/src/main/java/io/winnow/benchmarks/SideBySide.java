package io.winnow.benchmarks;

import io.winnow.benchmarks.PythonReference.Outcome;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** budgeted-nms beside what others do for the same purpose, on the same vectors in one run. */
@Command(
    name = "side-by-side",
    description = "budgeted-nms beside radius bisection (scikit-learn) and X·Xᵀ (NumPy).")
final class SideBySide implements Callable<Integer> {

  private static final int DIMENSION = 256;
  private static final int SHORTLISTED = 12_000;
  private static final String BISECTION = "radius-bisection";
  private static final String PRODUCT = "product";

  @Mixin private ReportOutput output;

  @Mixin private PythonReference reference;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,4000,12000,40000,120000",
      description = "Sizes of the shortlist at D = 256 (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      split = ",",
      defaultValue = "64,128,512",
      description = "Lengths of descriptors at T'' = 12,000 (default: ${DEFAULT-VALUE}).")
  private List<Integer> dimensions;

  @Option(
      names = "--largest-reference",
      paramLabel = "N",
      defaultValue = "12000",
      description =
          "Largest shortlist of the references, whose time and memory grow with its square"
              + " (default: ${DEFAULT-VALUE}).")
  private int largestReference;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    output.progress("warming up");
    TimedResampling.warmUp();
    for (int size : sizes) {
      measure(size, DIMENSION);
    }
    for (int dimension : dimensions) {
      measure(SHORTLISTED, dimension);
    }
    output.publish("budgeted-nms beside other libraries", method(), rows, findings);
    return 0;
  }

  private void measure(int size, int dimension) throws Exception {
    output.progress(size + " vectors of " + dimension);
    ClusteredVectors vectors = ClusteredVectors.of(size, dimension);
    int budget = TimedResampling.budget(size);
    TimedResampling winnow = TimedResampling.of(Resamplers.BUDGETED_NMS, vectors.shortlist());
    Map<String, Outcome> others =
        size > largestReference
            ? Map.of()
            : reference.run(vectors, budget, List.of(PRODUCT, BISECTION));
    double millis = winnow.millis().median();
    String otherwise = size > largestReference ? "not run" : "over the limit";
    Outcome bisection = others.get(BISECTION);
    Outcome product = others.get(PRODUCT);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("T''", size);
    row.put("D", dimension);
    row.put("T'", budget);
    row.put("Winnow ms", millis);
    row.put("min", winnow.millis().min());
    row.put("max", winnow.millis().max());
    row.put("peak MiB", winnow.peakMib());
    row.put("radius bisection ms", figure(bisection, otherwise, Outcome::millis));
    row.put("its peak MiB", figure(bisection, otherwise, Outcome::peakMib));
    row.put("times slower", figure(bisection, otherwise, outcome -> outcome.millis() / millis));
    row.put("X·Xᵀ ms", figure(product, otherwise, Outcome::millis));
    row.put("X·Xᵀ peak MiB", figure(product, otherwise, Outcome::peakMib));
    row.put("X·Xᵀ times slower", figure(product, otherwise, outcome -> outcome.millis() / millis));
    rows.add(row);
    if (bisection != null && product != null) {
      findings.add(
          String.format(
              "T'' = %,d, D = %d: radius bisection takes %.1f times as long (%d radius searches,"
                  + " %,d kept of %,d wanted), bare X·Xᵀ %.1f times.",
              size,
              dimension,
              bisection.millis() / millis,
              bisection.details().get("steps").asInt(),
              bisection.details().get("kept").asInt(),
              budget,
              product.millis() / millis));
    }
  }

  private static Object figure(
      Outcome outcome, String otherwise, ToDoubleFunction<Outcome> figure) {
    return outcome == null ? otherwise : figure.applyAsDouble(outcome);
  }

  private static List<String> method() {
    return List.of(
        "Vectors around centres, one for 20 of them, seeded; budget T''/1.2; the same vectors for"
            + " all, to Python through a .npy file whose reading is not timed.",
        "Winnow: Resampler.resample as a whole, median of up to 7 calls in a warm JVM (fewer where they take"
            + " more than 6 s together); kernel "
            + SimilarityEngine.shared().kernelName()
            + ", all cores. Its peak is that of the JVM, its heap and the shortlist included.",
        "Radius bisection: FiftyOne's way to a number of unique images, in scikit-learn"
            + " (NearestNeighbors, cosine, brute, n_jobs=2): search all neighbours within a radius, keep"
            + " the earlier of two, bisect the radius to the budget. One call. X·Xᵀ: NumPy with"
            + " OpenBLAS on 2 threads, the best of three, no selection at all.",
        "Python runs in a process of its own, which counts among the other processes below, for at"
            + " most --limit seconds (120) per shortlist.");
  }
}
