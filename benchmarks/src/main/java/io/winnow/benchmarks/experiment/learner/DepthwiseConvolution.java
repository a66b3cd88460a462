package io.winnow.benchmarks.experiment.learner;

import java.util.Arrays;
import java.util.Random;

/**
 * A 3x3 convolution of each channel by itself, with bias and zero padding, so that the size stays.
 * Activations lie as {@code [channel][y][x][image of the batch]}.
 *
 * <p>The loops run over whole rows of a batch and leave the lanes to the compiler; no sum crosses
 * lanes but the last one of a weight's gradient, which has one order: all machines give the same
 * bits.
 */
final class DepthwiseConvolution {
  private static final int BATCH = BatchKernel.BATCH;
  private static final int WINDOW = 3;
  private static final int TAPS = WINDOW * WINDOW;

  private final int channels;
  private final int height;
  private final int width;
  private final Parameters weights;
  private final Parameters bias;
  private final float[] byImage = new float[BATCH];

  /**
   * @param random draws the first weights, normal with variance 2 / 9
   */
  DepthwiseConvolution(int channels, int height, int width, Random random) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.weights = new Parameters(channels * TAPS, true);
    this.bias = new Parameters(channels, false);
    double deviation = Math.sqrt(2.0 / TAPS);
    for (int w = 0; w < weights.values.length; w++) {
      weights.values[w] = (float) (deviation * random.nextGaussian());
    }
  }

  /** {@code [channel][dy][dx]}. */
  Parameters weights() {
    return weights;
  }

  Parameters bias() {
    return bias;
  }

  void forward(float[] in, float[] out) {
    int plane = height * width * BATCH;
    for (int c = 0; c < channels; c++) {
      Arrays.fill(out, c * plane, (c + 1) * plane, bias.values[c]);
      for (int tap = 0; tap < TAPS; tap++) {
        float weight = weights.values[c * TAPS + tap];
        for (int y = firstRow(tap); y < endRow(tap); y++) {
          multiplyAdd(weight, in, input(c, y, tap), out, output(c, y, tap), rowLength(tap));
        }
      }
    }
  }

  /**
   * Computes the gradients of weights, bias and input.
   *
   * @param inGradient overwritten
   */
  void backward(float[] in, float[] outGradient, float[] inGradient) {
    Arrays.fill(inGradient, 0);
    int plane = height * width * BATCH;
    for (int c = 0; c < channels; c++) {
      Arrays.fill(byImage, 0);
      for (int at = c * plane; at < (c + 1) * plane; at += BATCH) {
        for (int n = 0; n < BATCH; n++) {
          byImage[n] += outGradient[at + n];
        }
      }
      bias.gradient[c] = sumOfImages();
      for (int tap = 0; tap < TAPS; tap++) {
        tapGradient(c, tap, in, outGradient, inGradient);
      }
    }
  }

  private void tapGradient(int c, int tap, float[] in, float[] outGradient, float[] inGradient) {
    float weight = weights.values[c * TAPS + tap];
    int length = rowLength(tap);
    Arrays.fill(byImage, 0);
    for (int y = firstRow(tap); y < endRow(tap); y++) {
      int from = input(c, y, tap);
      int to = output(c, y, tap);
      multiplyAdd(weight, outGradient, to, inGradient, from, length);
      for (int x = 0; x < length; x += BATCH) {
        for (int n = 0; n < BATCH; n++) {
          byImage[n] += in[from + x + n] * outGradient[to + x + n];
        }
      }
    }
    weights.gradient[c * TAPS + tap] = sumOfImages();
  }

  void update(Adam adam) {
    adam.update(weights);
    adam.update(bias);
  }

  private static void multiplyAdd(
      float factor, float[] from, int fromAt, float[] to, int toAt, int length) {
    for (int i = 0; i < length; i++) {
      to[toAt + i] += factor * from[fromAt + i];
    }
  }

  private float sumOfImages() {
    float sum = 0;
    for (float value : byImage) {
      sum += value;
    }
    return sum;
  }

  /** Rows and columns of the output for which a tap lies within the input. */
  private static int firstRow(int tap) {
    return Math.max(0, 1 - tap / WINDOW);
  }

  private int endRow(int tap) {
    return Math.min(height, height + 1 - tap / WINDOW);
  }

  private static int firstColumn(int tap) {
    return Math.max(0, 1 - tap % WINDOW);
  }

  private int rowLength(int tap) {
    return (Math.min(width, width + 1 - tap % WINDOW) - firstColumn(tap)) * BATCH;
  }

  private int output(int c, int y, int tap) {
    return ((c * height + y) * width + firstColumn(tap)) * BATCH;
  }

  private int input(int c, int y, int tap) {
    int row = y + tap / WINDOW - 1;
    int column = firstColumn(tap) + tap % WINDOW - 1;
    return ((c * height + row) * width + column) * BATCH;
  }
}
