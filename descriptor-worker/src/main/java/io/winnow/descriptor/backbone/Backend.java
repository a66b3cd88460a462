package io.winnow.descriptor.backbone;

/** Which engine runs a backbone. */
public enum Backend {
  /** ND4J on CUDA when a GPU answers, else the fastest CPU engine there is. */
  AUTO("auto"),
  /** ND4J operations, on whichever ND4J backend is on the classpath. */
  ND4J("nd4j"),
  /** ONNX Runtime. */
  ONNXRUNTIME("onnxruntime");

  private final String id;

  Backend(String id) {
    this.id = id;
  }

  /** The name used in configuration. */
  public String id() {
    return id;
  }

  /**
   * Parses a configuration value.
   *
   * @throws IllegalArgumentException naming the value and those that exist
   */
  public static Backend parse(String value) {
    for (Backend backend : values()) {
      if (backend.id.equals(value)) {
        return backend;
      }
    }
    throw new IllegalArgumentException(
        "unknown backend '" + value + "', known: auto, nd4j, onnxruntime");
  }
}
