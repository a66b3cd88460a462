package io.winnow.benchmarks.experiment.learner;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and a rate
 * that falls linearly to zero.
 */
final class Adam {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float WEIGHT_DECAY = 0.01f;

  private final double rate;
  private final int steps;
  private double power1 = 1;
  private double power2 = 1;
  private int step;
  private float scaledRate;
  private float correction2;
  private float decay;

  /**
   * @param rate of the first step
   * @param steps after which it is zero
   */
  Adam(double rate, int steps) {
    this.rate = rate;
    this.steps = steps;
  }

  /** Begins the next step. */
  void next() {
    power1 *= BETA_1;
    power2 *= BETA_2;
    double now = rate * (steps - step) / steps;
    scaledRate = (float) (now / (1 - power1));
    correction2 = (float) (1 / (1 - power2));
    decay = (float) (1 - now * WEIGHT_DECAY);
    step++;
  }

  void update(Parameters parameters) {
    float[] values = parameters.values;
    float[] gradient = parameters.gradient;
    float[] mean = parameters.mean;
    float[] square = parameters.square;
    float keep = parameters.decays ? decay : 1;
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i];
      mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * g;
      square[i] = BETA_2 * square[i] + (1 - BETA_2) * g * g;
      values[i] =
          keep * values[i]
              - scaledRate * mean[i] / ((float) Math.sqrt(square[i] * correction2) + EPSILON);
    }
  }
}
