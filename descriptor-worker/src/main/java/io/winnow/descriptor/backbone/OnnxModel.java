package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** Reads an ONNX model into a {@link ConvNet}. */
final class OnnxModel {

  private final Map<String, Onnx.TensorProto> tensors = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> declared;
  private final Map<String, ConvStep> steps = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();
  private final String input;

  private OnnxModel(Onnx.GraphProto graph, String input) {
    this.input = input;
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    graph.getNodeList().stream()
        .flatMap(node -> node.getInputList().stream())
        .forEach(name -> readers.merge(name, 1, Integer::sum));
    declared =
        graph.getOutputList().stream()
            .map(Onnx.ValueInfoProto::getName)
            .collect(Collectors.toSet());
  }

  static Onnx.ModelProto parse(byte[] content) throws IOException {
    try {
      Onnx.ModelProto model = Onnx.ModelProto.parseFrom(content);
      if (model.getGraph().getNodeCount() > 0) {
        return model;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("truncated, or neither ONNX, Keras .h5 nor DL4J zip", e);
    }
    throw new IOException("neither ONNX, Keras .h5 nor DL4J zip");
  }

  /** Name of the picture input: the one asked for, else the only one there is. */
  static String input(Onnx.ModelProto model, Optional<String> wanted) {
    Set<String> weights =
        model.getGraph().getInitializerList().stream()
            .map(Onnx.TensorProto::getName)
            .collect(Collectors.toCollection(HashSet::new));
    List<String> inputs =
        model.getGraph().getInputList().stream()
            .map(Onnx.ValueInfoProto::getName)
            .filter(name -> !weights.contains(name))
            .toList();
    if (wanted.isEmpty() && inputs.size() == 1) {
      return inputs.get(0);
    }
    return wanted
        .filter(inputs::contains)
        .orElseThrow(
            () ->
                new BackboneException(
                    wanted
                        .map(name -> "no input '" + name + "', there are " + inputs)
                        .orElse("several inputs, name one of them as \"input\": " + inputs)));
  }

  /**
   * The network in a model. A node that has no counterpart leaves its outputs, and all that reads
   * them, absent with a reason that names it.
   */
  static ConvNet net(Onnx.ModelProto model, String input) {
    OnnxModel reader = new OnnxModel(model.getGraph(), input);
    model.getGraph().getNodeList().forEach(reader::add);
    return new ConvNet(new ArrayList<>(reader.steps.values()), reader.absent);
  }

  private void add(Onnx.NodeProto node) {
    String output = node.getOutput(0);
    Optional<String> reason =
        node.getInputList().stream().filter(absent::containsKey).findFirst().map(absent::get);
    if (reason.isPresent()) {
      absent.put(output, reason.get());
      return;
    }
    try {
      OnnxNode read = new OnnxNode(node, tensors);
      ConvStep step = step(read, output);
      steps.put(output, step);
    } catch (OnnxNode.Unsupported e) {
      node.getOutputList().forEach(name -> absent.put(name, e.getMessage()));
    }
  }

  private ConvStep step(OnnxNode node, String output) throws OnnxNode.Unsupported {
    return switch (node.operator()) {
      case "Conv" -> node.convolution(output, source(node));
      case "MaxPool" -> node.maxPool(output, source(node));
      case "AveragePool" -> node.averagePool(output, source(node));
      case "GlobalAveragePool" -> new ConvStep.GlobalAverage(output, source(node));
      case "Relu" -> relu(node, output);
      case "Concat" -> {
        node.requireChannelAxis();
        List<String> sources = new ArrayList<>();
        for (String name : node.inputs()) {
          sources.add(source(node, name));
        }
        yield new ConvStep.Concat(output, sources);
      }
      default -> throw node.unsupported("operator");
    };
  }

  /** A ReLU belongs to the convolution before it unless something else wants that one's map. */
  private ConvStep relu(OnnxNode node, String output) throws OnnxNode.Unsupported {
    String source = source(node);
    boolean only = readers.get(node.inputs().get(0)) == 1 && !declared.contains(source);
    if (only && steps.get(source) instanceof ConvStep.Convolution conv && !conv.relu()) {
      steps.remove(source);
      return conv.withRelu(output);
    }
    return new ConvStep.Relu(output, source);
  }

  private String source(OnnxNode node) throws OnnxNode.Unsupported {
    return source(node, node.inputs().get(0));
  }

  private String source(OnnxNode node, String name) throws OnnxNode.Unsupported {
    if (name.equals(input)) {
      return ConvNet.INPUT;
    }
    if (!steps.containsKey(name)) {
      throw node.unsupported("input " + name + " of operator");
    }
    return name;
  }
}
