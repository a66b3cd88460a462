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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;

/**
 * Runs a network in ONNX Runtime: the ONNX file itself, or an export of the network where the
 * weights came in another format. Layouts are turned here, so that callers see NHWC from every
 * backend.
 *
 * <p>A session computes all outputs that its model declares, so there is one session for each set
 * of maps asked for, of the model cut down to it; the choice of channels is part of that model.
 * Calls ask for one or two sets; the last few are kept.
 */
final class OnnxBackbone extends LoadedBackbone {

  private static final int SESSIONS = 4;

  private final Onnx.ModelProto model;
  private final String inputName;
  private final int threads;

  /** Of the largest batch so far; one pass at a time uses it. */
  private FloatBuffer pixels = FloatBuffer.allocate(0);

  private final Map<Set<MapRequest>, OrtSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

  OnnxBackbone(BackboneSpec spec, WeightFile weights, int threads) {
    super(spec, weights.digest(), Backend.ONNXRUNTIME, maps(weights));
    this.threads = threads;
    ConvNet net = weights.net();
    if (weights.onnx().isPresent()) {
      this.model = weights.onnx().get();
      this.inputName = OnnxModel.input(model, spec.input());
    } else {
      this.model = OnnxExport.model(spec.name(), net, net.outputs());
      this.inputName = ConvNet.INPUT;
    }
    session(
        spec.layers().stream().map(MapRequest::whole).collect(toCollection(LinkedHashSet::new)));
  }

  /** An ONNX file gives ONNX Runtime also what {@link ConvNet} cannot express. */
  private static List<String> maps(WeightFile weights) {
    List<String> maps = new ArrayList<>(weights.net().outputs());
    if (weights.onnx().isPresent()) {
      maps.addAll(weights.net().absent().keySet());
    }
    return maps;
  }

  private OrtSession session(Set<MapRequest> maps) {
    OrtSession open = sessions.get(maps);
    if (open != null) {
      return open;
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      OnnxProviders.add(options);
      OrtSession session =
          OrtEnvironment.getEnvironment()
              .createSession(OnnxPruning.to(model, maps).toByteArray(), options);
      sessions.put(maps, session);
      if (sessions.size() > SESSIONS) {
        Iterator<OrtSession> oldest = sessions.values().iterator();
        OrtSession unused = oldest.next();
        oldest.remove();
        unused.close();
      }
      return session;
    } catch (OrtException e) {
      throw new BackboneException(
          "cannot load backbone %s from %s: %s"
              .formatted(name(), spec().weights(), e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  @Override
  List<FeatureMaps> run(List<float[]> images, InputShape shape, List<MapRequest> requests) {
    long[] inputShape = {images.size(), shape.channels(), shape.height(), shape.width()};
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), pixels(images, shape), inputShape);
        OrtSession.Result result =
            session(new LinkedHashSet<>(requests)).run(Map.of(inputName, input))) {
      List<FeatureMaps> maps = new ArrayList<>();
      for (MapRequest request : requests) {
        OnnxTensor map = (OnnxTensor) result.get(OnnxPruning.output(request)).orElseThrow();
        maps.add(toNhwc(request.name(), map));
      }
      return maps;
    } catch (OrtException e) {
      throw new BackboneException(
          "backbone " + name() + " failed on a batch of " + images.size() + ": " + e.getMessage(),
          e);
    }
  }

  /** The batch in the layout and memory that ONNX Runtime reads without a copy. */
  private FloatBuffer pixels(List<float[]> images, InputShape shape) {
    int length = Math.multiplyExact(images.size(), shape.length());
    if (pixels.capacity() < length) {
      pixels =
          ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    pixels.clear();
    images.forEach(image -> PixelLayout.putChw(image, shape.channels(), pixels));
    return pixels.flip();
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
      for (OrtSession session : sessions.values()) {
        session.close();
      }
      sessions.clear();
    } catch (OrtException e) {
      throw new BackboneException("cannot close backbone " + name() + ": " + e.getMessage(), e);
    }
  }
}
