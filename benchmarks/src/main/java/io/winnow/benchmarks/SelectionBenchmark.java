package io.winnow.benchmarks;

import io.winnow.selection.resampling.ResamplerSettings;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.SimilarityEngine;
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

/** The similarity pass by each kernel, and whole resamplings, on one shortlist. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SelectionBenchmark {

  private static final double SR = 1.2;

  /** T''. */
  @Param("12000")
  public int shortlisted;

  /** D. */
  @Param("256")
  public int dimension;

  /** The state of {@link #resample} only. */
  @State(Scope.Benchmark)
  public static class Choice {
    /** A name of {@link Resamplers}. */
    @Param("budgeted-nms")
    public String resampler;
  }

  private Shortlist shortlist;

  /** Makes the shortlist that all benchmarks read. */
  @Setup
  public void makeShortlist() {
    shortlist = ClusteredVectors.of(shortlisted, dimension).shortlist();
  }

  /** Packing and every pair's cosine, each handed on once; all cores. */
  @Benchmark
  public void similarityPass(Blackhole blackhole) {
    pass(SimilarityEngine.shared(), blackhole);
  }

  /** The same by plain loops on one core. */
  @Benchmark
  public void plainSimilarityPass(Blackhole blackhole) {
    pass(SimilarityEngine.plain(), blackhole);
  }

  /** The whole resampling, similarity pass included. */
  @Benchmark
  public Resampling resample(Choice choice) {
    return Resamplers.named(choice.resampler, ResamplerSettings.seeded(0))
        .resample(shortlist, (int) (shortlisted / SR));
  }

  private void pass(SimilarityEngine engine, Blackhole blackhole) {
    engine
        .table(shortlist.vectors())
        .lowerTriangle((row, firstColumn, count, dots, offset) -> blackhole.consume(dots[offset]));
  }
}
