package io.winnow.descriptor.backbone;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts ONNX Runtime on a GPU where its build has CUDA and a device answers. */
final class OnnxProviders {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxProviders.class);

  private OnnxProviders() {}

  /** Returns whether it did. */
  static boolean add(OrtSession.SessionOptions options) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return false;
    }
    try {
      options.addCUDA();
      LOG.info("ONNX Runtime uses CUDA");
      return true;
    } catch (OrtException e) {
      LOG.warn("ONNX Runtime falls back to the CPU, CUDA is not usable: {}", e.getMessage());
      return false;
    }
  }
}
