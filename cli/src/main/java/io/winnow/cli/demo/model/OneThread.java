package io.winnow.cli.demo.model;

import java.util.function.Supplier;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Keeps ND4J to one native thread. The demo's matrices are too small to gain from more, and where
 * other work shares the processors, threads that spin until the slowest is done take ten times the
 * processor time.
 */
final class OneThread {
  private OneThread() {}

  /** Does the work with one native thread, then allows as many as before. */
  static <T> T run(Supplier<T> work) {
    // Asking for BLAS loads the native library, without which there is nothing to limit.
    Blas blas = Nd4j.factory().blas();
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int opThreads = ops.ompGetMaxThreads();
    int blasThreads = blas.getMaxThreads();
    ops.setOmpNumThreads(1);
    blas.setMaxThreads(1);
    try {
      return work.get();
    } finally {
      ops.setOmpNumThreads(opThreads);
      blas.setMaxThreads(blasThreads);
    }
  }
}
