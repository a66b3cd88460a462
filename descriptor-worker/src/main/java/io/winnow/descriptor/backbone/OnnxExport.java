package io.winnow.descriptor.backbone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Writes a {@link ConvNet} as an ONNX model: one NCHW float input of free batch and size, named
 * outputs after the ReLU. Only maps that are asked for become outputs, since ONNX Runtime computes
 * and lays out every declared output whether or not a call wants it.
 */
final class OnnxExport {

  private static final long IR_VERSION = 8;
  private static final long OPSET = 13;
  private static final List<String> AXES = List.of("batch", "channels", "height", "width");

  private OnnxExport() {}

  static Onnx.ModelProto model(String name, ConvNet net, List<String> outputs) {
    Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName(name);
    graph.addInput(map(ConvNet.INPUT));
    net.steps().forEach(step -> add(graph, step));
    outputs.forEach(output -> graph.addOutput(map(output)));
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("winnow")
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private static void add(Onnx.GraphProto.Builder graph, ConvStep step) {
    if (step instanceof ConvStep.Convolution conv) {
      addConvolution(graph, conv);
      return;
    }
    Onnx.NodeProto.Builder node;
    if (step instanceof ConvStep.MaxPool pool) {
      node = window("MaxPool", step.name(), pool.window());
    } else if (step instanceof ConvStep.AveragePool pool) {
      node =
          window("AveragePool", step.name(), pool.window())
              .addAttribute(integer("count_include_pad", pool.countPadding() ? 1 : 0));
    } else if (step instanceof ConvStep.GlobalAverage) {
      node = node("GlobalAveragePool", step.name());
    } else if (step instanceof ConvStep.Relu) {
      node = node("Relu", step.name());
    } else {
      node = node("Concat", step.name()).addAttribute(integer("axis", 1));
    }
    graph.addNode(node.addAllInput(step.sources()).addOutput(step.name()));
  }

  private static void addConvolution(Onnx.GraphProto.Builder graph, ConvStep.Convolution conv) {
    String kernel = conv.name() + "_W";
    String bias = conv.name() + "_b";
    String sum = conv.relu() ? conv.name() + "_linear" : conv.name();
    graph.addInitializer(tensor(kernel, conv.kernelShape(), conv.kernel()));
    graph.addInitializer(tensor(bias, new int[] {conv.outputs()}, conv.bias()));
    graph.addNode(
        window("Conv", conv.name(), conv.window())
            .addInput(conv.source())
            .addInput(kernel)
            .addInput(bias)
            .addOutput(sum));
    if (conv.relu()) {
      graph.addNode(node("Relu", conv.name() + "_relu").addInput(sum).addOutput(conv.name()));
    }
  }

  /** Adds a node that takes the chosen channels out of a map, under a name of their own. */
  static void addChoice(Onnx.GraphProto.Builder graph, MapRequest request, String output) {
    String indices = output + "_indices";
    Onnx.TensorProto.Builder channels =
        Onnx.TensorProto.newBuilder()
            .setName(indices)
            .setDataType(Onnx.TensorProto.DataType.INT64_VALUE)
            .addDims(request.channels().size());
    request.channels().forEach(channels::addInt64Data);
    graph.addInitializer(channels);
    graph.addNode(
        node("Gather", output)
            .addAttribute(integer("axis", 1))
            .addInput(request.name())
            .addInput(indices)
            .addOutput(output));
  }

  private static Onnx.NodeProto.Builder window(String op, String name, Window w) {
    Onnx.NodeProto.Builder node = node(op, name);
    node.addAttribute(integers("kernel_shape", w.height(), w.width()));
    node.addAttribute(integers("strides", w.strideY(), w.strideX()));
    if (w.isSame()) {
      node.addAttribute(
          Onnx.AttributeProto.newBuilder()
              .setName("auto_pad")
              .setType(Onnx.AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8("SAME_UPPER")));
    } else {
      node.addAttribute(integers("pads", w.top(), w.left(), w.bottom(), w.right()));
    }
    if (w.rounding() == Window.Rounding.CEIL) {
      node.addAttribute(integer("ceil_mode", 1));
    }
    return node;
  }

  private static Onnx.NodeProto.Builder node(String op, String name) {
    return Onnx.NodeProto.newBuilder().setOpType(op).setName(name);
  }

  private static Onnx.AttributeProto integer(String name, long value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static Onnx.AttributeProto integers(String name, int... values) {
    Onnx.AttributeProto.Builder attribute =
        Onnx.AttributeProto.newBuilder()
            .setName(name)
            .setType(Onnx.AttributeProto.AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static Onnx.TensorProto tensor(String name, int[] shape, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (int side : shape) {
      tensor.addDims(side);
    }
    return tensor.build();
  }

  /** A float map of any shape. */
  static Onnx.ValueInfoProto map(String name) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    for (String axis : AXES) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam(name + "_" + axis));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
