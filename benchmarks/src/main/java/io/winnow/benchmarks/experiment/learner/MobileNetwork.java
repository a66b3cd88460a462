package io.winnow.benchmarks.experiment.learner;

import java.util.Arrays;
import java.util.Random;

/**
 * Three stages of depthwise-separable residual blocks with 16, 32 and 64 channels, the mean of each
 * channel and the scores: a MobileNet for small pictures. 16 convolutions, some 0.6 million
 * multiply-adds and 17,000 parameters for a grey picture of 28x28.
 */
final class MobileNetwork implements Network {
  private static final int BATCH = BatchKernel.BATCH;
  private static final int WIDTH = 16;

  private final int inputLength;
  private final Stage first;
  private final Stage second;
  private final Stage third;
  private final Convolution scores;
  private final float[] means;
  private final float[] out;
  private final float[] firstGradient;
  private final float[] secondGradient;
  private final float[] thirdGradient;
  private final float[] meansGradient;

  /**
   * @param outputs classes, padded
   */
  MobileNetwork(int channels, int height, int width, int outputs, Random random) {
    inputLength = channels * height * width;
    first = new Stage(channels, height, width, 3, WIDTH, random);
    second = new Stage(WIDTH, first.height(), first.width(), 1, 2 * WIDTH, random);
    third = new Stage(2 * WIDTH, second.height(), second.width(), 1, 4 * WIDTH, random);
    scores = new Convolution(4 * WIDTH, 1, 1, 1, outputs, random);
    means = new float[4 * WIDTH * BATCH];
    out = new float[scores.outputLength()];
    firstGradient = new float[first.outputLength()];
    secondGradient = new float[second.outputLength()];
    thirdGradient = new float[third.outputLength()];
    meansGradient = new float[means.length];
  }

  @Override
  public int inputLength() {
    return inputLength;
  }

  @Override
  public float[] forward(float[] batch) {
    mean(third.forward(second.forward(first.forward(batch))));
    scores.forward(means, out);
    return out;
  }

  /** The stage that reads the picture. */
  Stage first() {
    return first;
  }

  /** The mean of each channel over its positions. */
  private void mean(float[] maps) {
    int positions = third.height() * third.width();
    Arrays.fill(means, 0);
    for (int at = 0; at < maps.length; at += BATCH) {
      int channel = at / BATCH / positions * BATCH;
      for (int n = 0; n < BATCH; n++) {
        means[channel + n] += maps[at + n] / positions;
      }
    }
  }

  @Override
  public float[] features() {
    return means;
  }

  @Override
  public void backward(float[] scoreGradient) {
    scores.backward(means, scoreGradient, meansGradient);
    int positions = third.height() * third.width();
    for (int at = 0; at < thirdGradient.length; at += BATCH) {
      int channel = at / BATCH / positions * BATCH;
      for (int n = 0; n < BATCH; n++) {
        thirdGradient[at + n] = meansGradient[channel + n] / positions;
      }
    }
    third.backward(thirdGradient, secondGradient);
    second.backward(secondGradient, firstGradient);
    first.backward(firstGradient, null);
  }

  @Override
  public void update(Adam adam) {
    first.update(adam);
    second.update(adam);
    third.update(adam);
    scores.update(adam);
  }
}
