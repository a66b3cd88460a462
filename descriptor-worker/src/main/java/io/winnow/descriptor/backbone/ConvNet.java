package io.winnow.descriptor.backbone;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A convolutional network as plain data: what weight files are read into, ND4J runs and the ONNX
 * export writes.
 *
 * @param steps steps, each after those it reads
 * @param absent maps that the file names but that cannot be computed from it, each with the reason
 */
record ConvNet(List<ConvStep> steps, Map<String, String> absent) {

  /** Name of the network's input. */
  static final String INPUT = "input";

  ConvNet {
    steps = List.copyOf(steps);
    absent = new LinkedHashMap<>(absent);
  }

  ConvNet(List<ConvStep> steps) {
    this(steps, Map.of());
  }

  List<String> outputs() {
    return steps.stream().map(ConvStep::name).toList();
  }

  /**
   * The steps that some maps need, in order.
   *
   * @throws BackboneException when a map does not exist
   */
  List<ConvStep> upTo(Collection<String> maps) {
    Map<String, ConvStep> byName = new HashMap<>();
    steps.forEach(step -> byName.put(step.name(), step));
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(maps);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!name.equals(INPUT) && needed.add(name)) {
        ConvStep step = byName.get(name);
        if (step == null) {
          throw new BackboneException("no map '" + name + "', there are " + outputs());
        }
        open.addAll(step.sources());
      }
    }
    return steps.stream().filter(step -> needed.contains(step.name())).toList();
  }

  /**
   * Checks that every step fits the maps it reads.
   *
   * @param inputChannels channels of the network's input
   * @throws BackboneException naming the first layer that does not fit
   */
  void requireChannels(int inputChannels) {
    Map<String, Integer> channels = new HashMap<>();
    channels.put(INPUT, inputChannels);
    for (ConvStep step : steps) {
      int read = step.sources().stream().mapToInt(channels::get).sum();
      if (step instanceof ConvStep.Convolution conv) {
        requireShape(conv, read);
        read = conv.outputs();
      }
      channels.put(step.name(), read);
    }
  }

  private static void requireShape(ConvStep.Convolution conv, int channels) {
    if (conv.inputs() != channels) {
      throw new BackboneException(
          "layer %s: expected a kernel of %d input channels, found (%d, %d, %d, %d)"
              .formatted(
                  conv.name(),
                  channels,
                  conv.outputs(),
                  conv.inputs(),
                  conv.window().height(),
                  conv.window().width()));
    }
    if (conv.bias().length != conv.outputs()) {
      throw new BackboneException(
          "layer %s: expected a bias of shape (%d), found (%d)"
              .formatted(conv.name(), conv.outputs(), conv.bias().length));
    }
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
