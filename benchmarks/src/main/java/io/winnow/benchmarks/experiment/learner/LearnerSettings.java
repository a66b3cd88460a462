package io.winnow.benchmarks.experiment.learner;

/**
 * How a learner is trained. Every model gets the same work, whatever the number of labels.
 *
 * @param kind {@code cnn}, {@code mobile} or {@code linear}
 * @param steps batches of 32 trained on, at least 1
 * @param rate of the first step; it falls linearly to zero
 */
public record LearnerSettings(String kind, int steps, double rate) {
  public static final String CNN = "cnn";
  public static final String MOBILE = "mobile";
  public static final String LINEAR = "linear";

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public LearnerSettings {
    if (!kind.equals(CNN) && !kind.equals(MOBILE) && !kind.equals(LINEAR)) {
      throw new IllegalArgumentException(
          "learner kind '" + kind + "', expected cnn, mobile or linear");
    }
    if (steps < 1 || !(rate > 0)) {
      throw new IllegalArgumentException(
          "learner steps " + steps + " and rate " + rate + " must be positive");
    }
  }
}
