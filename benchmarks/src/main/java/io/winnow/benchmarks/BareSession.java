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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

  /**
   * As {@link #rate}, with so many passes at a time, each of them on the thread that asks for it.
   *
   * @param passes of all callers together, a multiple of their number
   */
  double rate(FloatBuffer batch, int pictures, InputShape shape, int passes, int callers)
      throws OrtException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long start = System.nanoTime();
      for (Future<Double> caller :
          threads.invokeAll(
              Collections.<Callable<Double>>nCopies(
                  callers, () -> rate(batch, pictures, shape, passes / callers)))) {
        caller.get();
      }
      return (double) passes * pictures * 1e9 / (System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new BenchmarkException("ONNX Runtime failed", e.getCause());
    } finally {
      threads.shutdown();
    }
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
