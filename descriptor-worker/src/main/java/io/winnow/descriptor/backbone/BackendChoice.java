package io.winnow.descriptor.backbone;

import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which backend runs a backbone, and why, in words for the log.
 *
 * @param backend {@link Backend#ND4J} or {@link Backend#ONNXRUNTIME}
 * @param reason a clause
 */
record BackendChoice(Backend backend, String reason) {

  private static final String ND4J_CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final String ND4J_CPU = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  private static final String ONNX_RUNTIME = "ai.onnxruntime.OrtEnvironment";

  static BackendChoice of(Backend wanted) {
    return switch (wanted) {
      case ND4J -> asked(Backend.ND4J, onClasspath(ND4J_CPU) || onClasspath(ND4J_CUDA));
      case ONNXRUNTIME -> asked(Backend.ONNXRUNTIME, onClasspath(ONNX_RUNTIME));
      case AUTO -> automatic();
    };
  }

  private static BackendChoice automatic() {
    if (onClasspath(ND4J_CUDA)) {
      int devices = NativeOpsHolder.getInstance().getDeviceNativeOps().getAvailableDevices();
      if (devices > 0) {
        return new BackendChoice(Backend.ND4J, "auto, CUDA answers with " + devices + " device(s)");
      }
    }
    if (onClasspath(ONNX_RUNTIME)) {
      return new BackendChoice(
          Backend.ONNXRUNTIME, "auto, no CUDA device and ONNX Runtime is the faster CPU engine");
    }
    if (onClasspath(ND4J_CPU)) {
      return new BackendChoice(Backend.ND4J, "auto, no CUDA device and no ONNX Runtime");
    }
    throw new BackboneException("no backend is on the classpath (nd4j, onnxruntime)");
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
