package io.winnow.descriptor.backbone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx;

/** One node of an ONNX graph, attributes by name. */
final class OnnxNode {

  private final Onnx.NodeProto node;
  private final Map<String, Onnx.TensorProto> tensors;
  private final Map<String, Onnx.AttributeProto> attributes = new HashMap<>();

  OnnxNode(Onnx.NodeProto node, Map<String, Onnx.TensorProto> tensors) {
    this.node = node;
    this.tensors = tensors;
    node.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
  }

  String operator() {
    return node.getOpType();
  }

  List<String> inputs() {
    return node.getInputList();
  }

  ConvStep.Convolution convolution(String name, String source) throws Unsupported {
    if (integer("group", 1) != 1) {
      throw unsupported("grouped operator");
    }
    Onnx.TensorProto kernel = tensor(1);
    if (kernel.getDimsCount() != 4) {
      throw unsupported(kernel.getDimsCount() - 2 + "-dimensional operator");
    }
    int outputs = Math.toIntExact(kernel.getDims(0));
    Window window = window(Math.toIntExact(kernel.getDims(2)), Math.toIntExact(kernel.getDims(3)));
    if (window.rounding() == Window.Rounding.CEIL) {
      throw unsupported("ceil mode of operator");
    }
    float[] bias = inputs().size() > 2 ? OnnxWeights.values(tensor(2)) : new float[outputs];
    return new ConvStep.Convolution(
        name,
        source,
        window,
        OnnxWeights.values(kernel),
        outputs,
        Math.toIntExact(kernel.getDims(1)),
        bias,
        false);
  }

  ConvStep.MaxPool maxPool(String name, String source) throws Unsupported {
    return new ConvStep.MaxPool(name, source, poolWindow());
  }

  ConvStep.AveragePool averagePool(String name, String source) throws Unsupported {
    Window window = poolWindow();
    if (window.rounding() == Window.Rounding.CEIL || !window.isSymmetric()) {
      throw unsupported("ceil mode or uneven padding of operator");
    }
    return new ConvStep.AveragePool(name, source, window, integer("count_include_pad", 0) == 1);
  }

  void requireChannelAxis() throws Unsupported {
    if (integer("axis", 1) != 1) {
      throw unsupported("axis " + integer("axis", 1) + " of operator");
    }
  }

  Unsupported unsupported(String what) {
    String name = node.getName().isEmpty() ? node.getOutput(0) : node.getName();
    return new Unsupported("node %s: %s %s is not supported".formatted(name, what, operator()));
  }

  private Window poolWindow() throws Unsupported {
    int[] kernel = integers("kernel_shape");
    if (kernel.length != 2) {
      throw unsupported(kernel.length + "-dimensional operator");
    }
    return window(kernel[0], kernel[1]);
  }

  private Window window(int height, int width) throws Unsupported {
    if (IntStream.of(integers("dilations", 1, 1)).anyMatch(d -> d != 1)) {
      throw unsupported("dilated operator");
    }
    int[] strides = integers("strides", 1, 1);
    int[] pads = integers("pads", 0, 0, 0, 0);
    return new Window(
        height, width, strides[0], strides[1], pads[0], pads[1], pads[2], pads[3], rounding());
  }

  private Window.Rounding rounding() throws Unsupported {
    String padding =
        attributes.containsKey("auto_pad")
            ? attributes.get("auto_pad").getS().toStringUtf8()
            : "NOTSET";
    return switch (padding) {
      case "NOTSET", "VALID" ->
          integer("ceil_mode", 0) == 1 ? Window.Rounding.CEIL : Window.Rounding.FLOOR;
      case "SAME_UPPER" -> Window.Rounding.SAME;
      default -> throw unsupported("auto_pad " + padding + " of operator");
    };
  }

  private Onnx.TensorProto tensor(int index) throws Unsupported {
    Onnx.TensorProto tensor = index < inputs().size() ? tensors.get(inputs().get(index)) : null;
    if (tensor == null || tensor.getDataType() != Onnx.TensorProto.DataType.FLOAT_VALUE) {
      throw unsupported("weights that are not float32 constants of operator");
    }
    return tensor;
  }

  private long integer(String name, long otherwise) {
    return attributes.containsKey(name) ? attributes.get(name).getI() : otherwise;
  }

  private int[] integers(String name, int... otherwise) {
    return attributes.containsKey(name)
        ? attributes.get(name).getIntsList().stream().mapToInt(Math::toIntExact).toArray()
        : otherwise;
  }

  /** A node that only ONNX Runtime can run; the message names it. */
  static final class Unsupported extends Exception {

    private static final long serialVersionUID = 1L;

    Unsupported(String message) {
      super(message);
    }
  }
}
