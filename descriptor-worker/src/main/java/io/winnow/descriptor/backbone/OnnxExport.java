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
  private static final String INPUT = "input";
  private static final List<String> AXES = List.of("batch", "channels", "height", "width");

  private OnnxExport() {}

  static byte[] model(String name, ConvNet net, List<String> outputs) {
    Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName(name);
    graph.addInput(valueInfo(INPUT));
    String current = INPUT;
    for (ConvStep step : net.steps()) {
      if (step instanceof ConvStep.Convolution conv) {
        addConvolution(graph, conv, current);
      } else {
        graph.addNode(
            window("MaxPool", step.name(), ((ConvStep.MaxPool) step).geometry())
                .addInput(current)
                .addOutput(step.name()));
      }
      current = step.name();
    }
    outputs.forEach(output -> graph.addOutput(valueInfo(output)));
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("winnow")
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static void addConvolution(
      Onnx.GraphProto.Builder graph, ConvStep.Convolution conv, String input) {
    String kernel = conv.name() + "_W";
    String bias = conv.name() + "_b";
    String sum = conv.relu() ? conv.name() + "_linear" : conv.name();
    graph.addInitializer(tensor(kernel, conv.kernelShape(), conv.kernel()));
    graph.addInitializer(tensor(bias, new int[] {conv.outputs()}, conv.bias()));
    graph.addNode(
        window("Conv", conv.name(), conv.geometry())
            .addInput(input)
            .addInput(kernel)
            .addInput(bias)
            .addOutput(sum));
    if (conv.relu()) {
      graph.addNode(
          Onnx.NodeProto.newBuilder()
              .setOpType("Relu")
              .setName(conv.name() + "_relu")
              .addInput(sum)
              .addOutput(conv.name()));
    }
  }

  private static Onnx.NodeProto.Builder window(String op, String name, ConvStep.Window w) {
    Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder().setOpType(op).setName(name);
    node.addAttribute(integers("kernel_shape", w.height(), w.width()));
    node.addAttribute(integers("strides", w.strideY(), w.strideX()));
    if (w.same()) {
      node.addAttribute(
          Onnx.AttributeProto.newBuilder()
              .setName("auto_pad")
              .setType(Onnx.AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8("SAME_UPPER")));
    } else {
      node.addAttribute(integers("pads", w.padY(), w.padX(), w.padY(), w.padX()));
    }
    return node;
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

  private static Onnx.ValueInfoProto valueInfo(String name) {
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
