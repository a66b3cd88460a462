package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/** A convolution that widens, pooling that halves, and two residual blocks. */
final class Stage {
  private final Convolution widening;
  private final Pooling pooling;
  private final ResidualBlock first;
  private final ResidualBlock second;
  private final float[] wide;
  private final float[] pooled;
  private final float[] between;
  private final float[] out;
  private final float[] wideGradient;
  private final float[] pooledGradient;
  private final float[] betweenGradient;
  private float[] in;

  /**
   * @param window side of the first convolution's window
   * @param outputs channels that come out, a multiple of {@link BatchKernel#OUTPUT_MULTIPLE}
   * @param random draws the first weights
   */
  Stage(int channels, int inHeight, int inWidth, int window, int outputs, Random random) {
    widening = new Convolution(channels, inHeight, inWidth, window, outputs, random);
    pooling = new Pooling(outputs, widening.height(), widening.width());
    first = new ResidualBlock(outputs, pooling.height(), pooling.width(), random);
    second = new ResidualBlock(outputs, pooling.height(), pooling.width(), random);
    wide = new float[widening.outputLength()];
    pooled = new float[pooling.outputLength()];
    between = new float[first.length()];
    out = new float[second.length()];
    wideGradient = new float[wide.length];
    pooledGradient = new float[pooled.length];
    betweenGradient = new float[between.length];
  }

  int height() {
    return pooling.height();
  }

  int width() {
    return pooling.width();
  }

  /** The first convolution. */
  Convolution widening() {
    return widening;
  }

  /** Floats of the output of a batch. */
  int outputLength() {
    return out.length;
  }

  /** Returns the output; overwritten by the next call. */
  float[] forward(float[] input) {
    in = input;
    widening.forward(in, wide);
    pooling.forward(wide, pooled);
    first.forward(pooled, between);
    second.forward(between, out);
    return out;
  }

  /**
   * Computes all gradients, for the batch of the last forward pass.
   *
   * @param inGradient overwritten; null if nobody needs it
   */
  void backward(float[] outGradient, float[] inGradient) {
    second.backward(between, out, outGradient, betweenGradient);
    first.backward(pooled, between, betweenGradient, pooledGradient);
    pooling.backward(wide, pooled, pooledGradient, wideGradient);
    widening.backward(in, wideGradient, inGradient);
  }

  void update(Adam adam) {
    widening.update(adam);
    first.update(adam);
    second.update(adam);
  }
}
