package io.winnow.benchmarks.experiment.learner;

import java.util.Arrays;

/** Maximum over windows of 2x2, then max(0, x). An odd last row or column is left out. */
final class Pooling {
  private static final int BATCH = BatchKernel.BATCH;

  private final int channels;
  private final int inHeight;
  private final int inWidth;
  private final int height;
  private final int width;

  Pooling(int channels, int inHeight, int inWidth) {
    this.channels = channels;
    this.inHeight = inHeight;
    this.inWidth = inWidth;
    this.height = inHeight / 2;
    this.width = inWidth / 2;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  int outputLength() {
    return channels * height * width * BATCH;
  }

  void forward(float[] in, float[] out) {
    for (int window = 0; window < channels * height * width; window++) {
      BatchKernel.maximum(in, corner(window), inWidth * BATCH, out, window * BATCH);
    }
  }

  /**
   * @param in of the forward pass
   * @param out of the forward pass: where it is 0 no gradient flows
   * @param inGradient overwritten
   */
  void backward(float[] in, float[] out, float[] outGradient, float[] inGradient) {
    if (2 * height < inHeight || 2 * width < inWidth) {
      Arrays.fill(inGradient, 0);
    }
    for (int window = 0; window < channels * height * width; window++) {
      BatchKernel.maximumGradient(
          in, corner(window), inWidth * BATCH, out, outGradient, window * BATCH, inGradient);
    }
  }

  private int corner(int window) {
    int channel = window / (height * width);
    int y = 2 * (window / width % height);
    int x = 2 * (window % width);
    return ((channel * inHeight + y) * inWidth + x) * BATCH;
  }
}
