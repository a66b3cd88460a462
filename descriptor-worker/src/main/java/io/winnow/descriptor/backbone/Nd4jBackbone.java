package io.winnow.descriptor.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link ConvNet} through ND4J's {@code conv2d} and {@code maxpool2d} operations in NHWC,
 * which on the CPU are several times faster than DL4J's layer classes (docs/adr/0003-backends.md).
 */
final class Nd4jBackbone implements Backbone {

  private static final int NHWC = 1;
  private static final int KERNEL_OIHW = 1;

  private final BackboneSpec spec;
  private final ConvNet net;
  private final String weightDigest;
  private final Map<String, INDArray> kernels = new LinkedHashMap<>();
  private final Map<String, INDArray> biases = new LinkedHashMap<>();

  private Nd4jBackbone(BackboneSpec spec, ConvNet net) {
    this.spec = spec;
    this.net = net;
    this.weightDigest = net.weightDigest();
    for (ConvStep step : net.steps()) {
      if (step instanceof ConvStep.Convolution conv) {
        kernels.put(
            conv.name(), Nd4j.createFromArray(conv.kernel()).reshape('c', conv.kernelShape()));
        biases.put(conv.name(), Nd4j.createFromArray(conv.bias()));
      }
    }
  }

  static Nd4jBackbone open(BackboneSpec spec) {
    return new Nd4jBackbone(spec, Dl4jConvNet.read(spec.dl4jWeights().orElseThrow()));
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
    return Backend.ND4J.id();
  }

  @Override
  public List<String> outputs() {
    return net.outputs();
  }

  @Override
  public List<FeatureMaps> forward(float[] batch, int n, InputShape shape, String... names) {
    ForwardRequest.check(this, batch, n, shape, names);
    Map<String, FeatureMaps> maps = new LinkedHashMap<>();
    INDArray current =
        Nd4j.create(
            batch.length == n * shape.length() ? batch : Arrays.copyOf(batch, n * shape.length()),
            new long[] {n, shape.height(), shape.width(), shape.channels()},
            'c');
    List<String> wanted = List.of(names);
    for (ConvStep step : net.steps()) {
      INDArray next = apply(step, current);
      current.close();
      current = next;
      if (wanted.contains(step.name())) {
        maps.put(step.name(), copy(step.name(), current));
      }
      if (maps.keySet().containsAll(wanted)) {
        break;
      }
    }
    current.close();
    return wanted.stream().map(maps::get).toList();
  }

  private INDArray apply(ConvStep step, INDArray input) {
    if (step instanceof ConvStep.Convolution conv) {
      INDArray[] inputs = {input, kernels.get(conv.name()), biases.get(conv.name())};
      INDArray output = run("conv2d", inputs, arguments(conv.geometry(), NHWC, KERNEL_OIHW));
      return conv.relu() ? Nd4j.getExecutioner().exec(relu(output)) : output;
    }
    ConvStep.MaxPool pool = (ConvStep.MaxPool) step;
    return run("maxpool2d", new INDArray[] {input}, arguments(pool.geometry(), 0, NHWC));
  }

  private static RectifiedLinear relu(INDArray values) {
    return new RectifiedLinear(values, values, 0.0);
  }

  private static INDArray run(String op, INDArray[] inputs, int[] arguments) {
    return Nd4j.exec(
        DynamicCustomOp.builder(op).addInputs(inputs).addIntegerArguments(arguments).build())[0];
  }

  /** Kernel, stride, padding, dilation, padding mode, then two that differ between operations. */
  private static int[] arguments(ConvStep.Window w, int ninth, int tenth) {
    return new int[] {
      w.height(),
      w.width(),
      w.strideY(),
      w.strideX(),
      w.padY(),
      w.padX(),
      1,
      1,
      w.same() ? 1 : 0,
      ninth,
      tenth
    };
  }

  private static FeatureMaps copy(String name, INDArray map) {
    long[] shape = map.shape();
    float[] values = map.castTo(DataType.FLOAT).dup('c').data().asFloat();
    return new FeatureMaps(
        name, (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], values);
  }

  @Override
  public void close() {
    List<INDArray> arrays = new ArrayList<>(kernels.values());
    arrays.addAll(biases.values());
    arrays.forEach(INDArray::close);
  }
}
