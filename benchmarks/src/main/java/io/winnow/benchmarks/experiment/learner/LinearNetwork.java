package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/** Softmax regression: a linear probe of whatever its inputs are. */
final class LinearNetwork implements Network {
  private final int inputs;
  private final Convolution scores;
  private final float[] out;
  private float[] in;

  LinearNetwork(int inputs, int outputs, Random random) {
    this.inputs = inputs;
    this.scores = new Convolution(inputs, 1, 1, 1, outputs, random);
    this.out = new float[scores.outputLength()];
  }

  @Override
  public int inputLength() {
    return inputs;
  }

  @Override
  public float[] forward(float[] batch) {
    in = batch;
    scores.forward(in, out);
    return out;
  }

  @Override
  public float[] features() {
    return in;
  }

  @Override
  public void backward(float[] scoreGradient) {
    scores.backward(in, scoreGradient, null);
  }

  @Override
  public void update(Adam adam) {
    scores.update(adam);
  }
}
