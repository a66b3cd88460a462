package io.winnow.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.winnow.descriptor.backbone.InputShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime and nothing else: a batch of pixels that lies ready in its layout goes in, the maps
 * come out and are looked at by nobody.
 */
final class BareSession implements AutoCloseable {

  private final OrtSession session;
  private final Set<String> maps;

  BareSession(Path model, List<String> maps, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      this.session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    }
    this.maps = Set.copyOf(maps);
  }

  /** A batch in NCHW, outside the heap, of pictures in NHWC. */
  static FloatBuffer batch(List<float[]> pixels, InputShape shape) {
    FloatBuffer batch =
        ByteBuffer.allocateDirect(pixels.size() * shape.length() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (float[] picture : pixels) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        for (int at = channel; at < picture.length; at += shape.channels()) {
          batch.put(picture[at]);
        }
      }
    }
    return batch.flip();
  }

  /** Runs the batch several times and returns the pictures per second. */
  double rate(FloatBuffer batch, int pictures, InputShape shape, int passes) throws OrtException {
    long[] dimensions = {pictures, shape.channels(), shape.height(), shape.width()};
    long start = System.nanoTime();
    for (int pass = 0; pass < passes; pass++) {
      try (OnnxTensor input =
              OnnxTensor.createTensor(
                  OrtEnvironment.getEnvironment(), batch.duplicate(), dimensions);
          OrtSession.Result result =
              session.run(Map.of(session.getInputNames().iterator().next(), input), maps)) {
        if (result.size() != maps.size()) {
          throw new BenchmarkException("ONNX Runtime gave " + result.size() + " maps");
        }
      }
    }
    return (double) passes * pictures * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
