package io.winnow.descriptor.backbone;

import static java.util.stream.Collectors.toCollection;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import onnx.Onnx;

/**
 * Runs a network in ONNX Runtime: the ONNX file itself, or an export of the network where the
 * weights came in another format. Layouts are turned here, so that callers see NHWC from every
 * backend.
 */
final class OnnxBackbone extends LoadedBackbone {

  private final String inputName;
  private final int passes;
  private final OnnxSessions sessions;

  /** Memory for batches, one for each pass that ran beside others. */
  private final Queue<FloatBuffer> unused = new ConcurrentLinkedQueue<>();

  /**
   * @param passes how many may run at the same time on a CPU; a GPU has them one after the other
   * @param threads of one pass
   */
  OnnxBackbone(BackboneSpec spec, WeightFile weights, int passes, int threads) {
    super(spec, weights.digest(), Backend.ONNXRUNTIME, maps(weights));
    ConvNet net = weights.net();
    Onnx.ModelProto model;
    if (weights.onnx().isPresent()) {
      model = weights.onnx().get();
      this.inputName = OnnxModel.input(model, spec.input());
    } else {
      model = OnnxExport.model(spec.name(), net, net.outputs());
      this.inputName = ConvNet.INPUT;
    }
    Set<MapRequest> defaults =
        spec.layers().stream().map(MapRequest::whole).collect(toCollection(LinkedHashSet::new));
    try {
      this.sessions = new OnnxSessions(model, threads, defaults);
    } catch (OrtException e) {
      throw new BackboneException(
          "cannot load backbone %s from %s: %s"
              .formatted(name(), spec.weights(), e.getMessage().lines().findFirst().orElse("")),
          e);
    }
    this.passes = sessions.onGpu() ? 1 : passes;
  }

  /** An ONNX file gives ONNX Runtime also what {@link ConvNet} cannot express. */
  private static List<String> maps(WeightFile weights) {
    List<String> maps = new ArrayList<>(weights.net().outputs());
    if (weights.onnx().isPresent()) {
      maps.addAll(weights.net().absent().keySet());
    }
    return maps;
  }

  @Override
  public int passes() {
    return passes;
  }

  @Override
  List<FeatureMaps> run(List<float[]> images, InputShape shape, List<MapRequest> requests) {
    FloatBuffer memory = memory(Math.multiplyExact(images.size(), shape.length()));
    try {
      return sessions.use(
          new LinkedHashSet<>(requests),
          session -> pass(session, pixels(images, shape, memory), images.size(), shape, requests));
    } catch (OrtException e) {
      throw new BackboneException(
          "backbone " + name() + " failed on a batch of " + images.size() + ": " + e.getMessage(),
          e);
    } finally {
      unused.add(memory);
    }
  }

  private List<FeatureMaps> pass(
      OrtSession session,
      FloatBuffer pixels,
      int images,
      InputShape shape,
      List<MapRequest> requests)
      throws OrtException {
    long[] inputShape = {images, shape.channels(), shape.height(), shape.width()};
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels, inputShape);
        OrtSession.Result result = session.run(Map.of(inputName, input))) {
      List<FeatureMaps> maps = new ArrayList<>();
      for (MapRequest request : requests) {
        OnnxTensor map = (OnnxTensor) result.get(OnnxPruning.output(request)).orElseThrow();
        maps.add(toNhwc(request.name(), map));
      }
      return maps;
    }
  }

  /** Memory that ONNX Runtime reads without a copy. */
  private FloatBuffer memory(int length) {
    FloatBuffer memory = unused.poll();
    return memory != null && memory.capacity() >= length
        ? memory
        : ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** The batch in the layout that ONNX Runtime reads. */
  private static FloatBuffer pixels(List<float[]> images, InputShape shape, FloatBuffer memory) {
    memory.clear();
    images.forEach(image -> PixelLayout.putChw(image, shape.channels(), memory));
    return memory.flip();
  }

  private static FeatureMaps toNhwc(String name, OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    long[] shape = info.getShape();
    if (shape.length != 4) {
      throw new BackboneException(
          "output " + name + " has " + shape.length + " dimensions, a feature map has 4");
    }
    int n = (int) shape[0];
    int channels = (int) shape[1];
    int height = (int) shape[2];
    int width = (int) shape[3];
    float[] values = PixelLayout.toNhwc(tensor.getFloatBuffer(), n, height * width, channels);
    return new FeatureMaps(name, n, height, width, channels, values);
  }

  @Override
  public void close() {
    try {
      sessions.close();
    } catch (OrtException e) {
      throw new BackboneException("cannot close backbone " + name() + ": " + e.getMessage(), e);
    }
  }
}
