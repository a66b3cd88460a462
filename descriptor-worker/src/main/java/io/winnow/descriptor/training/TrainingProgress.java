package io.winnow.descriptor.training;

/** Hears how far a training is. */
@FunctionalInterface
public interface TrainingProgress {

  /** Ignores progress. */
  TrainingProgress NONE = (epoch, step, steps, loss) -> {};

  /**
   * Called after every step.
   *
   * @param epoch epoch from 1
   * @param step step within the epoch, from 1
   * @param steps steps of the epoch
   * @param loss mean cross-entropy of the step, nats
   */
  void at(int epoch, int step, int steps, double loss);
}
