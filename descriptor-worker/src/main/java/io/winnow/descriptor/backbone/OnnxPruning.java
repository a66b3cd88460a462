package io.winnow.descriptor.backbone;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;

/**
 * Cuts an ONNX model down to the maps and channels that are asked for, since ONNX Runtime computes
 * every declared output whether or not a call wants it.
 */
final class OnnxPruning {

  private OnnxPruning() {}

  /** Name of the output that answers a request. */
  static String output(MapRequest request) {
    return request.isWhole() ? request.name() : request.name() + request.channels();
  }

  /** The model with only these outputs, declared or not, and what they need. */
  static Onnx.ModelProto to(Onnx.ModelProto model, Collection<MapRequest> requests) {
    Onnx.GraphProto graph = model.getGraph();
    Set<String> needed = new HashSet<>();
    requests.forEach(request -> needed.add(request.name()));
    Onnx.GraphProto.Builder pruned = graph.toBuilder().clearNode().clearInitializer().clearOutput();
    // Nodes are sorted by dependence, so one pass from the back finds all that is needed.
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      Onnx.NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
      }
    }
    graph.getNodeList().stream()
        .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
        .forEach(pruned::addNode);
    graph.getInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getName()))
        .forEach(pruned::addInitializer);
    Map<String, Onnx.ValueInfoProto> declared = new HashMap<>();
    graph.getOutputList().forEach(output -> declared.put(output.getName(), output));
    for (MapRequest request : requests) {
      String name = output(request);
      if (!request.isWhole()) {
        OnnxExport.addChoice(pruned, request, name);
      }
      pruned.addOutput(declared.getOrDefault(name, OnnxExport.map(name)));
    }
    return model.toBuilder().setGraph(pruned).build();
  }
}
