package io.winnow.descriptor.backbone;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs an ONNX model with one NCHW float input and named NCHW outputs. Layouts are turned here, so
 * that callers see NHWC from every backend.
 */
final class OnnxBackbone implements Backbone {

  private final BackboneSpec spec;
  private final String weightDigest;
  private final OrtSession session;
  private final String inputName;
  private final List<String> outputs;

  private OnnxBackbone(BackboneSpec spec, String weightDigest, OrtSession session) {
    this.spec = spec;
    this.weightDigest = weightDigest;
    this.session = session;
    this.inputName = session.getInputNames().iterator().next();
    this.outputs = List.copyOf(session.getOutputNames());
  }

  static OnnxBackbone open(BackboneSpec spec, int threads) {
    URL url = spec.onnxModel().orElseThrow();
    try (InputStream in = url.openStream();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      byte[] model = in.readAllBytes();
      String digest = OnnxWeights.digest(model);
      options.setIntraOpNumThreads(threads);
      OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options);
      return new OnnxBackbone(spec, digest, session);
    } catch (IOException | OrtException e) {
      throw new BackboneException("cannot load ONNX model " + url + ": " + e.getMessage(), e);
    }
  }

  @Override
  public BackboneSpec spec() {
    return spec;
  }

  @Override
  public String weightDigest() {
    return weightDigest;
  }

  @Override
  public String backend() {
    return Backend.ONNXRUNTIME.id();
  }

  @Override
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public List<FeatureMaps> forward(float[] batch, int n, InputShape shape, String... names) {
    ForwardRequest.check(this, batch, n, shape, names);
    Set<String> wanted = new LinkedHashSet<>(List.of(names));
    long[] inputShape = {n, shape.channels(), shape.height(), shape.width()};
    FloatBuffer pixels =
        FloatBuffer.wrap(
            PixelLayout.toNchw(batch, n, shape.height() * shape.width(), shape.channels()),
            0,
            n * shape.length());
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels, inputShape);
        OrtSession.Result result = session.run(Map.of(inputName, input), wanted)) {
      List<FeatureMaps> maps = new ArrayList<>();
      for (String name : names) {
        maps.add(toNhwc(name, (OnnxTensor) result.get(name).orElseThrow()));
      }
      return maps;
    } catch (OrtException e) {
      throw new BackboneException(
          "backbone " + name() + " failed on a batch of " + n + ": " + e.getMessage(), e);
    }
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
      session.close();
    } catch (OrtException e) {
      throw new BackboneException("cannot close backbone " + name() + ": " + e.getMessage(), e);
    }
  }
}
