package io.winnow.descriptor.backbone;

import java.util.List;

/**
 * A sequential convolutional network as plain data: what DL4J loads, ND4J runs and the ONNX export
 * writes.
 */
record ConvNet(List<ConvStep> steps) {

  ConvNet {
    steps = List.copyOf(steps);
  }

  List<String> outputs() {
    return steps.stream().map(ConvStep::name).toList();
  }

  /** The network up to and including a named map. */
  ConvNet upTo(String name) {
    int last = outputs().indexOf(name);
    if (last < 0) {
      throw new BackboneException("no map '" + name + "', there are " + outputs());
    }
    return new ConvNet(steps.subList(0, last + 1));
  }

  String weightDigest() {
    WeightDigest digest = new WeightDigest();
    for (ConvStep step : steps) {
      if (step instanceof ConvStep.Convolution conv) {
        digest.add(conv.kernelShape(), conv.kernel());
        digest.add(new int[] {conv.outputs()}, conv.bias());
      }
    }
    return digest.hex();
  }
}
