package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/**
 * A classifier trained from scratch with cross-entropy. Same examples, settings and seed give the
 * same model to the bit, on every machine: one thread, one order of summation, exponentials and
 * logarithms of {@link StrictMath}.
 */
public final class Learner {
  private static final int BATCH = BatchKernel.BATCH;

  private final Network network;
  private final int classes;
  private final float[] batch;

  private Learner(Network network, int classes) {
    this.network = network;
    this.classes = classes;
    this.batch = new float[network.inputLength() * BATCH];
  }

  /**
   * Trains a model.
   *
   * @param examples of all images
   * @param labels class of each image, from 0
   * @param labelled positions of the images to learn from, at least one
   * @param seed of the first weights and the order of the examples
   */
  public static Learner train(
      LearnerSettings settings,
      Examples examples,
      int[] labels,
      int[] labelled,
      int classes,
      long seed) {
    int outputs =
        (classes + BatchKernel.OUTPUT_MULTIPLE - 1)
            / BatchKernel.OUTPUT_MULTIPLE
            * BatchKernel.OUTPUT_MULTIPLE;
    Random random = new Random(seed);
    Network network = network(settings.kind(), examples, outputs, random);
    Learner learner = new Learner(network, classes);
    Passes passes = new Passes(labelled, random);
    Adam adam = new Adam(settings.rate(), settings.steps());
    float[] gradient = new float[outputs * BATCH];
    for (int step = 0; step < settings.steps(); step++) {
      int[] chosen = passes.next(BATCH);
      learner.load(examples, chosen, chosen.length);
      float[] scores = network.forward(learner.batch);
      learner.lossGradient(scores, chosen, labels, gradient);
      network.backward(gradient);
      adam.next();
      network.update(adam);
    }
    return learner;
  }

  private static Network network(String kind, Examples examples, int outputs, Random random) {
    return switch (kind) {
      case LearnerSettings.CNN ->
          new ConvolutionalNetwork(
              examples.channels(), examples.height(), examples.width(), outputs, random);
      case LearnerSettings.MOBILE ->
          new MobileNetwork(
              examples.channels(), examples.height(), examples.width(), outputs, random);
      case LearnerSettings.LINEAR -> new LinearNetwork(examples.length(), outputs, random);
      default -> throw new IllegalArgumentException("learner kind '" + kind + "'");
    };
  }

  /** Class probabilities (softmax), one row per position. */
  public double[][] probabilities(Examples examples, int[] positions) {
    double[][] rows = new double[positions.length][];
    forEachBatch(
        examples,
        positions,
        (first, count) -> {
          float[] scores = network.forward(batch);
          for (int n = 0; n < count; n++) {
            rows[first + n] = softmax(scores, n);
          }
        });
    return rows;
  }

  /** What the last layer reads of each image: the penultimate features. */
  public float[][] features(Examples examples, int[] positions) {
    float[][] rows = new float[positions.length][];
    forEachBatch(
        examples,
        positions,
        (first, count) -> {
          network.forward(batch);
          float[] features = network.features();
          for (int n = 0; n < count; n++) {
            float[] row = new float[features.length / BATCH];
            for (int i = 0; i < row.length; i++) {
              row[i] = features[i * BATCH + n];
            }
            rows[first + n] = row;
          }
        });
    return rows;
  }

  private interface BatchConsumer {
    void accept(int first, int count);
  }

  private void forEachBatch(Examples examples, int[] positions, BatchConsumer consumer) {
    int[] chosen = new int[BATCH];
    for (int first = 0; first < positions.length; first += BATCH) {
      int count = Math.min(BATCH, positions.length - first);
      System.arraycopy(positions, first, chosen, 0, count);
      load(examples, chosen, count);
      consumer.accept(first, count);
    }
  }

  /** Lays images side by side; places beyond {@code count} keep what they held. */
  private void load(Examples examples, int[] chosen, int count) {
    for (int n = 0; n < count; n++) {
      float[] image = examples.values()[chosen[n]];
      for (int i = 0; i < image.length; i++) {
        batch[i * BATCH + n] = image[i];
      }
    }
  }

  private void lossGradient(float[] scores, int[] chosen, int[] labels, float[] gradient) {
    for (int n = 0; n < BATCH; n++) {
      double[] probabilities = softmax(scores, n);
      for (int k = 0; k < classes; k++) {
        double target = labels[chosen[n]] == k ? 1 : 0;
        gradient[k * BATCH + n] = (float) ((probabilities[k] - target) / BATCH);
      }
    }
  }

  private double[] softmax(float[] scores, int image) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, scores[k * BATCH + image]);
    }
    double[] probabilities = new double[classes];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      probabilities[k] = StrictMath.exp(scores[k * BATCH + image] - largest);
      sum += probabilities[k];
    }
    for (int k = 0; k < classes; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }
}
