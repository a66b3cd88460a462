package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/**
 * Two convolutions with pooling, a hidden layer and the scores: a small LeNet with rectifiers. Some
 * 0.7 million multiply-adds and 70,000 parameters for a grey picture of 28x28.
 */
final class ConvolutionalNetwork implements Network {
  private static final int FIRST_WINDOW = 5;
  private static final int FIRST_FILTERS = 16;
  private static final int SECOND_WINDOW = 3;
  private static final int SECOND_FILTERS = 32;
  private static final int HIDDEN = 64;

  private final int inputLength;
  private final Convolution first;
  private final Pooling firstPool;
  private final Convolution second;
  private final Pooling secondPool;
  private final Convolution hidden;
  private final Convolution scores;

  private final float[] firstOut;
  private final float[] firstPooled;
  private final float[] secondOut;
  private final float[] secondPooled;
  private final float[] hiddenOut;
  private final float[] scoresOut;
  private final float[] firstGradient;
  private final float[] firstPooledGradient;
  private final float[] secondGradient;
  private final float[] secondPooledGradient;
  private final float[] hiddenGradient;
  private float[] in;

  /**
   * @param outputs classes, padded
   */
  ConvolutionalNetwork(int channels, int height, int width, int outputs, Random random) {
    inputLength = channels * height * width;
    first = new Convolution(channels, height, width, FIRST_WINDOW, FIRST_FILTERS, random);
    firstPool = new Pooling(FIRST_FILTERS, first.height(), first.width());
    second =
        new Convolution(
            FIRST_FILTERS,
            firstPool.height(),
            firstPool.width(),
            SECOND_WINDOW,
            SECOND_FILTERS,
            random);
    secondPool = new Pooling(SECOND_FILTERS, second.height(), second.width());
    int flat = secondPool.outputLength() / BatchKernel.BATCH;
    hidden = new Convolution(flat, 1, 1, 1, HIDDEN, random);
    scores = new Convolution(HIDDEN, 1, 1, 1, outputs, random);
    firstOut = new float[first.outputLength()];
    firstPooled = new float[firstPool.outputLength()];
    secondOut = new float[second.outputLength()];
    secondPooled = new float[secondPool.outputLength()];
    hiddenOut = new float[hidden.outputLength()];
    scoresOut = new float[scores.outputLength()];
    firstGradient = new float[firstOut.length];
    firstPooledGradient = new float[firstPooled.length];
    secondGradient = new float[secondOut.length];
    secondPooledGradient = new float[secondPooled.length];
    hiddenGradient = new float[hiddenOut.length];
  }

  @Override
  public int inputLength() {
    return inputLength;
  }

  @Override
  public float[] forward(float[] batch) {
    in = batch;
    first.forward(in, firstOut);
    firstPool.forward(firstOut, firstPooled);
    second.forward(firstPooled, secondOut);
    secondPool.forward(secondOut, secondPooled);
    hidden.forward(secondPooled, hiddenOut);
    for (int i = 0; i < hiddenOut.length; i++) {
      hiddenOut[i] = Math.max(0, hiddenOut[i]);
    }
    scores.forward(hiddenOut, scoresOut);
    return scoresOut;
  }

  @Override
  public float[] features() {
    return hiddenOut;
  }

  @Override
  public void backward(float[] scoreGradient) {
    scores.backward(hiddenOut, scoreGradient, hiddenGradient);
    for (int i = 0; i < hiddenOut.length; i++) {
      hiddenGradient[i] = hiddenOut[i] > 0 ? hiddenGradient[i] : 0;
    }
    hidden.backward(secondPooled, hiddenGradient, secondPooledGradient);
    secondPool.backward(secondOut, secondPooled, secondPooledGradient, secondGradient);
    second.backward(firstPooled, secondGradient, firstPooledGradient);
    firstPool.backward(firstOut, firstPooled, firstPooledGradient, firstGradient);
    first.backward(in, firstGradient, null);
  }

  @Override
  public void update(Adam adam) {
    first.update(adam);
    second.update(adam);
    hidden.update(adam);
    scores.update(adam);
  }
}
