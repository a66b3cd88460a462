package io.winnow.descriptor.backbone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The convolutional part of VGG16 (Simonyan and Zisserman, "Very Deep Convolutional Networks for
 * Large-Scale Image Recognition", 2015, configuration D) under the layer names of Keras.
 */
final class Vgg16 {

  static final String NAME = "vgg16";

  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};
  private static final int KERNEL = 3;

  private Vgg16() {}

  /**
   * Builds the network from layers found by name. A file may end early: the layers after its last
   * one are absent from the network.
   *
   * @param layers the kernel and bias of a layer, null where the file has none
   * @throws BackboneException when a layer is missing before a present one, or misshaped
   */
  static ConvNet of(Function<String, KerasWeights.Layer> layers) {
    List<ConvStep> steps = new ArrayList<>();
    Map<String, String> absent = new LinkedHashMap<>();
    String source = ConvNet.INPUT;
    String missing = null;
    int inputs = 3;
    for (int block = 0; block < CONVOLUTIONS.length; block++) {
      for (int i = 1; i <= CONVOLUTIONS[block]; i++) {
        String name = "block%d_conv%d".formatted(block + 1, i);
        KerasWeights.Layer layer = layers.apply(name);
        if (layer == null) {
          missing = missing == null ? name : missing;
          absent.put(name, "layer " + missing + " is missing");
          continue;
        }
        requireKernel(name, layer, missing, inputs, CHANNELS[block]);
        steps.add(layer.convolution(name, source, Window.same(KERNEL, KERNEL, 1)));
        source = name;
        inputs = CHANNELS[block];
      }
      String pool = "block%d_pool".formatted(block + 1);
      if (missing == null) {
        steps.add(new ConvStep.MaxPool(pool, source, Window.valid(2, 2, 2)));
        source = pool;
      } else {
        absent.put(pool, "layer " + missing + " is missing");
      }
    }
    if (steps.isEmpty()) {
      throw missing(missing);
    }
    return new ConvNet(steps, absent);
  }

  private static void requireKernel(
      String name, KerasWeights.Layer layer, String missing, int inputs, int outputs) {
    if (missing != null) {
      throw missing(missing);
    }
    layer.requireShape(name, new long[] {KERNEL, KERNEL, inputs, outputs});
  }

  private static BackboneException missing(String layer) {
    int block = layer.charAt("block".length()) - '1';
    int inputs = layer.endsWith("conv1") ? (block == 0 ? 3 : CHANNELS[block - 1]) : CHANNELS[block];
    return new BackboneException(
        "layer %s is missing, expected a kernel of shape (%d, %d, %d, %d)"
            .formatted(layer, KERNEL, KERNEL, inputs, CHANNELS[block]));
  }
}
