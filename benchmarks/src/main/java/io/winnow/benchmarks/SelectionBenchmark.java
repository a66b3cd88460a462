package io.winnow.benchmarks;

import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.ResamplerSettings;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The similarity pass and budgeted-nms on one shortlist. The vectors lie around centres, one for
 * about twenty of them, as pictures of a pool lie around what they show; with vectors that have
 * nothing in common nothing would be suppressed but for noise.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SelectionBenchmark {

  private static final int VECTORS_PER_CENTRE = 20;
  private static final double SPREAD = 0.7;
  private static final double SR = 1.2;

  /** T''. */
  @Param("12000")
  public int shortlisted;

  /** D. */
  @Param("256")
  public int dimension;

  private List<float[]> vectors;
  private Shortlist shortlist;
  private int budget;
  private Resampler budgetedNms;

  @Setup
  public void makeShortlist() {
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> centres = new ArrayList<>();
    for (int c = 0; c < Math.max(1, shortlisted / VECTORS_PER_CENTRE); c++) {
      centres.add(random.doubles(dimension, -1, 1).toArray());
    }
    List<ShortlistedCandidate> candidates = new ArrayList<>(shortlisted);
    for (int i = 0; i < shortlisted; i++) {
      float[] vector = around(centres.get(random.nextInt(centres.size())), random);
      candidates.add(
          new ShortlistedCandidate(String.format("image-%07d", i), 1.0 - 1e-6 * i, vector));
    }
    shortlist = new Shortlist(candidates);
    vectors = shortlist.vectors();
    budget = (int) (shortlisted / SR);
    budgetedNms = Resamplers.named(Resamplers.BUDGETED_NMS, ResamplerSettings.seeded(0));
  }

  /** Packing and every pair's cosine, each handed on once. */
  @Benchmark
  public void similarityPass(Blackhole blackhole) {
    new VectorTable(vectors)
        .lowerTriangle((row, firstColumn, count, dots, offset) -> blackhole.consume(dots[offset]));
  }

  /** The whole resampling, similarity pass included. */
  @Benchmark
  public Resampling budgetedNms() {
    return budgetedNms.resample(shortlist, budget);
  }

  private static float[] around(double[] centre, SplittableRandom random) {
    double[] vector = new double[centre.length];
    double squared = 0;
    for (int d = 0; d < vector.length; d++) {
      vector[d] = centre[d] + SPREAD * (2 * random.nextDouble() - 1);
      squared += vector[d] * vector[d];
    }
    float[] unit = new float[vector.length];
    double length = Math.sqrt(squared);
    for (int d = 0; d < unit.length; d++) {
      unit[d] = (float) (vector[d] / length);
    }
    return unit;
  }
}
