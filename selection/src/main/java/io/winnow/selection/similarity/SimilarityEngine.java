package io.winnow.selection.similarity;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * How dot products are computed: by which kernel and on which threads. Neither changes a bit of the
 * results. Long computations end with a {@link java.util.concurrent.CancellationException} soon
 * after the thread that asked for them is interrupted; its interrupt flag stays set.
 */
public final class SimilarityEngine {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final PanelKernel kernel;
  private final Crew crew;

  private SimilarityEngine(PanelKernel kernel, Crew crew) {
    this.kernel = kernel;
    this.crew = crew;
  }

  /** The fastest kernel there is, on the calling thread and the common pool. */
  public static SimilarityEngine shared() {
    return Shared.ENGINE;
  }

  /** The fastest kernel there is, on the calling thread and all threads of {@code pool}. */
  public static SimilarityEngine on(ForkJoinPool pool) {
    return new SimilarityEngine(fastestKernel(), new Crew(pool, pool.getParallelism()));
  }

  /** Plain loops on the calling thread alone: what the others are compared with. */
  public static SimilarityEngine plain() {
    return new SimilarityEngine(new PlainPanelKernel(), new Crew(null, 0));
  }

  /** Whether this JVM has the Vector API: {@code --add-modules jdk.incubator.vector}. */
  public static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** What computes, for logs and reports: {@code simd-512}, for instance, or {@code plain}. */
  public String kernelName() {
    return kernel instanceof PlainPanelKernel ? "plain" : "simd-" + SimdPanelKernel.registerBits();
  }

  /**
   * @throws IllegalArgumentException if the lengths differ
   */
  public VectorTable table(List<float[]> vectors) {
    return new VectorTable(vectors, this);
  }

  /** An empty panel for vectors of {@code dimension} entries. */
  public VectorPanel panel(int dimension) {
    return new VectorPanel(dimension, kernel);
  }

  PanelKernel kernel() {
    return kernel;
  }

  Crew crew() {
    return crew;
  }

  /** {@link SimdPanelKernel} is linked only where this method gets to it. */
  private static PanelKernel fastestKernel() {
    return vectorModulePresent() ? new SimdPanelKernel() : new PlainPanelKernel();
  }

  /** Made at first use, so that the log line comes only where there is something to compute. */
  private static final class Shared {
    private static final SimilarityEngine ENGINE =
        new SimilarityEngine(
            fastestKernel(),
            new Crew(ForkJoinPool.commonPool(), ForkJoinPool.getCommonPoolParallelism()));

    static {
      if (!vectorModulePresent()) {
        System.getLogger(SimilarityEngine.class.getName())
            .log(
                Level.WARNING,
                "the Vector API is off: similarities are computed by plain loops, several times"
                    + " slower with the same results; start Java with --add-modules "
                    + VECTOR_MODULE);
      }
    }
  }
}
