package io.winnow.descriptor.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The compact backbone: VGG's pattern of 3x3 convolutions and 2x2 max pooling with few channels, on
 * one luma channel. Its low and middle maps have the same grid, like the paper's pair of VGG16.
 */
final class CompactNetwork {

  static final String NAME = "compact";
  static final String LOW_LAYER = "block2_pool";
  static final int INPUT_SIZE = 32;
  static final int KERNEL = 3;
  static final int POOL = 2;

  /** A layer: a convolution with ReLU, or max pooling where {@code outputs} is 0. */
  record LayerPlan(String name, int inputs, int outputs) {

    boolean isPool() {
      return outputs == 0;
    }
  }

  static final List<LayerPlan> LAYERS =
      List.of(
          new LayerPlan("block1_conv1", 1, 16),
          new LayerPlan("block1_conv2", 16, 16),
          new LayerPlan("block1_pool", 16, 0),
          new LayerPlan("block2_conv1", 16, 32),
          new LayerPlan("block2_conv2", 32, 32),
          new LayerPlan(LOW_LAYER, 32, 0),
          new LayerPlan("block3_conv1", 32, 64),
          new LayerPlan("block3_conv2", 64, 64));

  private CompactNetwork() {}

  /**
   * The feature layers as a DL4J network.
   *
   * @param kernels (out, in, 3, 3) by layer name
   * @param biases (out) by layer name
   */
  static MultiLayerNetwork toDl4j(Map<String, INDArray> kernels, Map<String, INDArray> biases) {
    NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder().list();
    LAYERS.forEach(plan -> builder.layer(plan.isPool() ? pool(plan) : convolution(plan)));
    MultiLayerConfiguration configuration =
        builder.setInputType(InputType.convolutional(INPUT_SIZE, INPUT_SIZE, 1)).build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    for (LayerPlan plan : convolutions()) {
      org.deeplearning4j.nn.api.Layer layer = network.getLayer(plan.name());
      layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY).assign(kernels.get(plan.name()));
      layer
          .getParam(ConvolutionParamInitializer.BIAS_KEY)
          .assign(biases.get(plan.name()).reshape(1, plan.outputs()));
    }
    return network;
  }

  static List<LayerPlan> convolutions() {
    List<LayerPlan> convolutions = new ArrayList<>(LAYERS);
    convolutions.removeIf(LayerPlan::isPool);
    return convolutions;
  }

  private static ConvolutionLayer convolution(LayerPlan plan) {
    return new ConvolutionLayer.Builder(KERNEL, KERNEL)
        .name(plan.name())
        .nOut(plan.outputs())
        .stride(1, 1)
        .padding(1, 1)
        .activation(Activation.RELU)
        .build();
  }

  private static SubsamplingLayer pool(LayerPlan plan) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {POOL, POOL})
        .name(plan.name())
        .stride(POOL, POOL)
        .build();
  }
}
