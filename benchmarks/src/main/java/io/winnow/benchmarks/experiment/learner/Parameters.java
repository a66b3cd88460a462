package io.winnow.benchmarks.experiment.learner;

/** Numbers that are learnt, with their gradient and the moments that {@link Adam} keeps of it. */
final class Parameters {
  final float[] values;
  final float[] gradient;
  final float[] mean;
  final float[] square;
  final boolean decays;

  /**
   * @param decays whether weight decay applies
   */
  Parameters(int count, boolean decays) {
    this.values = new float[count];
    this.gradient = new float[count];
    this.mean = new float[count];
    this.square = new float[count];
    this.decays = decays;
  }
}
