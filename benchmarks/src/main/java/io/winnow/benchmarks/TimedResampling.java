package io.winnow.benchmarks;

import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.ResamplerSettings;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.resampling.Shortlist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whole resamplings, timed in this process.
 *
 * @param millis one entry per measured call
 * @param peakMib resident memory of the process at its peak, the shortlist included
 * @param threshold cosine of a repetition, where there is one
 */
record TimedResampling(Samples millis, double peakMib, OptionalDouble threshold) {

  private static final double SR = 1.2;
  private static final int MOST_CALLS = 7;
  private static final double ENOUGH_MILLIS = 6_000;

  static int budget(int shortlisted) {
    return (int) (shortlisted / SR);
  }

  /** Calls that take two seconds together, so that the JIT compiler has done its work. */
  static void warmUp() throws IOException {
    Shortlist shortlist = ClusteredVectors.of(6_000, 256).shortlist();
    for (int i = 0; i < 8; i++) {
      run(Resamplers.BUDGETED_NMS, shortlist, 1);
    }
  }

  /** At most seven measured calls; fewer where they take long. */
  static TimedResampling of(String resampler, Shortlist shortlist) throws IOException {
    return run(resampler, shortlist, MOST_CALLS);
  }

  private static TimedResampling run(String name, Shortlist shortlist, int calls)
      throws IOException {
    Resampler resampler = Resamplers.named(name, ResamplerSettings.seeded(1));
    int budget = budget(shortlist.size());
    List<Double> millis = new ArrayList<>();
    OptionalDouble threshold = OptionalDouble.empty();
    ProcessPeak.forget();
    double spent = 0;
    while (millis.size() < calls && (spent < ENOUGH_MILLIS || millis.isEmpty())) {
      long start = System.nanoTime();
      Resampling resampling = resampler.resample(shortlist, budget);
      millis.add((System.nanoTime() - start) / 1e6);
      spent += millis.get(millis.size() - 1);
      if (resampling.selected().size() != budget) {
        throw new BenchmarkException(name + " selected another number than " + budget);
      }
      threshold = resampling.similarityThreshold();
    }
    return new TimedResampling(new Samples(millis), ProcessPeak.mib(), threshold);
  }
}
