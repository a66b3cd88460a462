package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/**
 * A depthwise-separable convolution around which its input is led: {@code max(0, x +
 * pointwise(max(0, depthwise(x))))}, as in MobileNet (Howard et al. 2017) and ResNet (He et al.
 * 2016), without batch normalisation: a batch of few labels has no statistics worth having.
 */
final class ResidualBlock {
  private final DepthwiseConvolution depthwise;
  private final Convolution pointwise;
  private final float[] middle;
  private final float[] middleGradient;
  private final float[] sumGradient;

  /**
   * @param channels in and out, a multiple of {@link BatchKernel#OUTPUT_MULTIPLE}
   * @param random draws the first weights
   */
  ResidualBlock(int channels, int height, int width, Random random) {
    depthwise = new DepthwiseConvolution(channels, height, width, random);
    pointwise = new Convolution(channels, height, width, 1, channels, random);
    // Without normalisation sums grow from block to block: each branch begins small beside its
    // input (Zhang et al., "Fixup initialization", 2019).
    float[] weights = pointwise.weights().values;
    for (int w = 0; w < weights.length; w++) {
      weights[w] *= 0.5f;
    }
    middle = new float[pointwise.outputLength()];
    middleGradient = new float[middle.length];
    sumGradient = new float[middle.length];
  }

  /** Floats of input and output of a batch. */
  int length() {
    return middle.length;
  }

  DepthwiseConvolution depthwise() {
    return depthwise;
  }

  Convolution pointwise() {
    return pointwise;
  }

  void forward(float[] in, float[] out) {
    depthwise.forward(in, middle);
    for (int i = 0; i < middle.length; i++) {
      middle[i] = Math.max(0, middle[i]);
    }
    pointwise.forward(middle, out);
    for (int i = 0; i < middle.length; i++) {
      out[i] = Math.max(0, out[i] + in[i]);
    }
  }

  /**
   * @param in of the last forward pass
   * @param out of the last forward pass
   * @param inGradient overwritten
   */
  void backward(float[] in, float[] out, float[] outGradient, float[] inGradient) {
    for (int i = 0; i < middle.length; i++) {
      sumGradient[i] = out[i] > 0 ? outGradient[i] : 0;
    }
    pointwise.backward(middle, sumGradient, middleGradient);
    for (int i = 0; i < middle.length; i++) {
      middleGradient[i] = middle[i] > 0 ? middleGradient[i] : 0;
    }
    depthwise.backward(in, middleGradient, inGradient);
    for (int i = 0; i < middle.length; i++) {
      inGradient[i] += sumGradient[i];
    }
  }

  void update(Adam adam) {
    depthwise.update(adam);
    pointwise.update(adam);
  }
}
