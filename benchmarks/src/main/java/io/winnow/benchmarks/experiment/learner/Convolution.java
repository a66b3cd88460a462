package io.winnow.benchmarks.experiment.learner;

import java.util.Arrays;
import java.util.Random;

/**
 * A convolution with bias, without padding, or a fully connected layer: a window as large as its
 * input. Activations lie as {@code [channel][y][x][image of the batch]}.
 */
final class Convolution {
  private static final int BATCH = BatchKernel.BATCH;
  private static final int BLOCK = BatchKernel.BLOCK;

  private final int height;
  private final int width;
  private final int outputs;
  private final int[] taps;
  private final int usedTaps;
  private final int[] bases;
  private final Parameters weights;
  private final Parameters bias;
  private final float[] byImage;
  private final float[] byOutput;
  private final float[] tile = new float[BATCH * BLOCK];

  /**
   * @param window side of the square window
   * @param outputs a multiple of {@link BatchKernel#OUTPUT_MULTIPLE}
   * @param random draws the first weights, normal with variance 2 / inputs of a window
   */
  Convolution(int channels, int inHeight, int inWidth, int window, int outputs, Random random) {
    this.height = inHeight - window + 1;
    this.width = inWidth - window + 1;
    this.outputs = outputs;
    this.usedTaps = channels * window * window;
    // Taps that fill up the last block read the first pixel; their weights stay 0.
    this.taps = new int[(usedTaps + BLOCK - 1) / BLOCK * BLOCK];
    for (int k = 0; k < usedTaps; k++) {
      int channel = k / (window * window);
      int dy = k / window % window;
      int dx = k % window;
      taps[k] = ((channel * inHeight + dy) * inWidth + dx) * BATCH;
    }
    this.bases = new int[height * width];
    for (int p = 0; p < bases.length; p++) {
      bases[p] = (p / width * inWidth + p % width) * BATCH;
    }
    this.weights = new Parameters(taps.length * outputs, true);
    this.bias = new Parameters(outputs, false);
    this.byImage = new float[bases.length * outputs * BATCH];
    this.byOutput = new float[taps.length * outputs];
    double deviation = Math.sqrt(2.0 / usedTaps);
    for (int w = 0; w < usedTaps * outputs; w++) {
      weights.values[w] = (float) (deviation * random.nextGaussian());
    }
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** {@code [tap][output]}, taps as {@code [channel][dy][dx]}, filled up to a whole block. */
  Parameters weights() {
    return weights;
  }

  Parameters bias() {
    return bias;
  }

  /** Floats of the output of a batch. */
  int outputLength() {
    return outputs * bases.length * BATCH;
  }

  void forward(float[] in, float[] out) {
    int stride = bases.length * BATCH;
    for (int p = 0; p < bases.length; p++) {
      BatchKernel.forward(in, bases[p], taps, weights.values, bias.values, out, p * BATCH, stride);
    }
  }

  /**
   * Computes the gradients of the weights, and of the input unless it is the first layer's.
   *
   * @param inGradient overwritten; null if nobody needs it
   */
  void backward(float[] in, float[] outGradient, float[] inGradient) {
    gradientByImage(outGradient);
    Arrays.fill(weights.gradient, 0);
    for (int k = 0; k < taps.length; k += BLOCK) {
      for (int p = 0; p < bases.length; p++) {
        tile(in, bases[p], k);
        BatchKernel.weightGradient(
            tile, byImage, p * BATCH * outputs, outputs, weights.gradient, k * outputs);
      }
    }
    Arrays.fill(weights.gradient, usedTaps * outputs, weights.gradient.length, 0);
    Arrays.fill(bias.gradient, 0);
    for (int at = 0; at < byImage.length; at += outputs) {
      for (int f = 0; f < outputs; f++) {
        bias.gradient[f] += byImage[at + f];
      }
    }
    if (inGradient != null) {
      inputGradient(outGradient, inGradient);
    }
  }

  private void inputGradient(float[] outGradient, float[] inGradient) {
    for (int k = 0; k < taps.length; k++) {
      for (int f = 0; f < outputs; f++) {
        byOutput[f * taps.length + k] = weights.values[k * outputs + f];
      }
    }
    Arrays.fill(inGradient, 0);
    int stride = bases.length * BATCH;
    for (int p = 0; p < bases.length; p++) {
      BatchKernel.backward(
          inGradient, bases[p], taps, byOutput, outputs, outGradient, p * BATCH, stride);
    }
  }

  void update(Adam adam) {
    adam.update(weights);
    adam.update(bias);
  }

  /** From {@code [output][position][image]} to {@code [position][image][output]}. */
  private void gradientByImage(float[] outGradient) {
    int plane = bases.length * BATCH;
    for (int first = 0; first < plane; first += BATCH) {
      for (int f = 0; f < outputs; f++) {
        int from = f * plane + first;
        for (int n = 0; n < BATCH; n++) {
          byImage[(first + n) * outputs + f] = outGradient[from + n];
        }
      }
    }
  }

  /** What a block of taps reads at one position, as {@code [image][tap]}. */
  private void tile(float[] in, int base, int k) {
    for (int i = 0; i < BLOCK; i++) {
      int from = base + taps[k + i];
      for (int n = 0; n < BATCH; n++) {
        tile[n * BLOCK + i] = in[from + n];
      }
    }
  }
}
