package io.winnow.descriptor.backbone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns a DL4J network into a {@link ConvNet}. */
final class Dl4jConvNet {

  private Dl4jConvNet() {}

  /** Reads a zip that {@code ModelSerializer} wrote. */
  static ConvNet read(byte[] zip) throws IOException {
    return of(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), false));
  }

  /** The leading convolution and max-pooling layers; what follows them is not a feature map. */
  static ConvNet of(MultiLayerNetwork network) {
    List<ConvStep> steps = new ArrayList<>();
    String source = ConvNet.INPUT;
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
      if (conf instanceof ConvolutionLayer conv) {
        steps.add(convolution(conv, layer, source));
      } else if (conf instanceof SubsamplingLayer pool) {
        steps.add(maxPool(pool, source));
      } else {
        break;
      }
      source = steps.get(steps.size() - 1).name();
    }
    if (steps.isEmpty()) {
      throw new BackboneException("the network does not begin with a convolution or pooling layer");
    }
    return new ConvNet(steps);
  }

  private static ConvStep convolution(
      ConvolutionLayer conf, org.deeplearning4j.nn.api.Layer layer, String source) {
    requireNoDilation(conf.getLayerName(), conf.getDilation());
    INDArray kernel = layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    return new ConvStep.Convolution(
        conf.getLayerName(),
        source,
        window(
            conf.getKernelSize(), conf.getStride(), conf.getPadding(), conf.getConvolutionMode()),
        kernel.dup('c').data().asFloat(),
        (int) kernel.size(0),
        (int) kernel.size(1),
        layer.getParam(ConvolutionParamInitializer.BIAS_KEY).dup('c').data().asFloat(),
        isRelu(conf.getLayerName(), conf.getActivationFn()));
  }

  private static ConvStep maxPool(SubsamplingLayer conf, String source) {
    requireNoDilation(conf.getLayerName(), conf.getDilation());
    if (conf.getPoolingType() != PoolingType.MAX) {
      throw new BackboneException(
          "layer %s pools by %s, only MAX is supported"
              .formatted(conf.getLayerName(), conf.getPoolingType()));
    }
    return new ConvStep.MaxPool(
        conf.getLayerName(),
        source,
        window(
            conf.getKernelSize(), conf.getStride(), conf.getPadding(), conf.getConvolutionMode()));
  }

  private static Window window(int[] kernel, int[] stride, int[] padding, ConvolutionMode mode) {
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        padding[0],
        padding[1],
        mode == ConvolutionMode.Same ? Window.Rounding.SAME : Window.Rounding.FLOOR);
  }

  private static boolean isRelu(String layer, IActivation activation) {
    if (activation instanceof ActivationReLU) {
      return true;
    }
    if (activation instanceof ActivationIdentity) {
      return false;
    }
    throw new BackboneException(
        "layer %s has activation %s, only relu and identity are supported"
            .formatted(layer, activation));
  }

  private static void requireNoDilation(String layer, int[] dilation) {
    if (dilation[0] != 1 || dilation[1] != 1) {
      throw new BackboneException("layer " + layer + " is dilated, which is not supported");
    }
  }
}
