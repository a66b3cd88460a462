package io.winnow.descriptor.backbone;

import java.util.function.IntSupplier;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which backend runs a backbone, and why, in words for the log.
 *
 * @param backend {@link Backend#ND4J} or {@link Backend#ONNXRUNTIME}
 * @param reason a clause
 */
record BackendChoice(Backend backend, String reason) {

  /**
   * What is on the classpath.
   *
   * @param nd4jCuda ND4J for NVIDIA GPUs
   * @param cudaDevices asks how many GPUs answer; a {@link LinkageError} if the libraries or the
   *     driver are missing
   * @param nd4jCpu ND4J for the CPU
   * @param onnxRuntime ONNX Runtime, which looks for GPUs itself
   */
  record Present(boolean nd4jCuda, IntSupplier cudaDevices, boolean nd4jCpu, boolean onnxRuntime) {

    static Present onClasspath() {
      return new Present(
          BackendChoice.onClasspath("org.nd4j.linalg.jcublas.JCublasBackend"),
          () -> NativeOpsHolder.getInstance().getDeviceNativeOps().getAvailableDevices(),
          BackendChoice.onClasspath("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
          BackendChoice.onClasspath("ai.onnxruntime.OrtEnvironment"));
    }
  }

  static BackendChoice of(Backend wanted) {
    return of(wanted, Present.onClasspath());
  }

  static BackendChoice of(Backend wanted, Present present) {
    return switch (wanted) {
      case ND4J -> asked(Backend.ND4J, present.nd4jCpu() || present.nd4jCuda());
      case ONNXRUNTIME -> asked(Backend.ONNXRUNTIME, present.onnxRuntime());
      case AUTO -> automatic(present);
    };
  }

  private static BackendChoice automatic(Present present) {
    String without = "this build has no CUDA";
    if (present.nd4jCuda()) {
      try {
        int devices = present.cudaDevices().getAsInt();
        if (devices > 0) {
          return new BackendChoice(
              Backend.ND4J, "auto, CUDA answers with " + devices + " device(s)");
        }
        without = "CUDA finds no device";
      } catch (LinkageError | RuntimeException e) {
        // Without a driver its libraries do not load: a machine without a GPU, which is no failure.
        without = "CUDA cannot be loaded (" + rootOf(e) + ")";
      }
    }
    if (present.onnxRuntime()) {
      return new BackendChoice(
          Backend.ONNXRUNTIME, "auto, " + without + " and ONNX Runtime is the faster CPU engine");
    }
    if (present.nd4jCpu()) {
      return new BackendChoice(Backend.ND4J, "auto, " + without + " and no ONNX Runtime");
    }
    throw new BackboneException("no backend can run here: " + without + ", no ONNX Runtime");
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static BackendChoice asked(Backend backend, boolean present) {
    if (!present) {
      throw new BackboneException("backend " + backend.id() + " is not on the classpath");
    }
    return new BackendChoice(backend, "asked for");
  }

  private static boolean onClasspath(String className) {
    try {
      Class.forName(className, false, BackendChoice.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
