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

  static BackendChoice of(BackboneSpec spec, Backend wanted) {
    return switch (wanted) {
      case ND4J -> new BackendChoice(requireNd4j(spec), "asked for");
      case ONNXRUNTIME -> new BackendChoice(requireOnnx(spec), "asked for");
      case AUTO -> automatic(spec);
    };
  }

  private static BackendChoice automatic(BackboneSpec spec) {
    boolean nd4jUsable = spec.dl4jWeights().isPresent();
    if (nd4jUsable && onClasspath(ND4J_CUDA)) {
      int devices = NativeOpsHolder.getInstance().getDeviceNativeOps().getAvailableDevices();
      if (devices > 0) {
        return new BackendChoice(Backend.ND4J, "auto, CUDA answers with " + devices + " device(s)");
      }
    }
    if (spec.onnxModel().isPresent() && onClasspath(ONNX_RUNTIME)) {
      return new BackendChoice(
          Backend.ONNXRUNTIME, "auto, no CUDA device and ONNX Runtime is the faster CPU engine");
    }
    if (nd4jUsable && onClasspath(ND4J_CPU)) {
      return new BackendChoice(
          Backend.ND4J, "auto, no CUDA device and no ONNX Runtime or ONNX model");
    }
    throw new BackboneException(
        "no backend on the classpath can run backbone " + spec.name() + " (nd4j, onnxruntime)");
  }

  private static Backend requireNd4j(BackboneSpec spec) {
    if (spec.dl4jWeights().isEmpty()) {
      throw new BackboneException(
          "backbone " + spec.name() + " has no DL4J weights, so nd4j cannot run it");
    }
    if (!onClasspath(ND4J_CPU) && !onClasspath(ND4J_CUDA)) {
      throw new BackboneException("backend nd4j is not on the classpath");
    }
    return Backend.ND4J;
  }

  private static Backend requireOnnx(BackboneSpec spec) {
    if (spec.onnxModel().isEmpty()) {
      throw new BackboneException(
          "backbone " + spec.name() + " has no ONNX model, so onnxruntime cannot run it");
    }
    if (!onClasspath(ONNX_RUNTIME)) {
      throw new BackboneException("backend onnxruntime is not on the classpath");
    }
    return Backend.ONNXRUNTIME;
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
