package io.winnow.benchmarks.experiment.learner;

/**
 * A classifier's layers, for one batch of {@link BatchKernel#BATCH} images at a time, on one
 * thread. Activations lie as {@code [value][image of the batch]}.
 */
interface Network {
  /** Values of an input image. */
  int inputLength();

  /**
   * Computes the scores of the classes, before softmax.
   *
   * @param in {@code inputLength} values of each image of the batch
   * @return {@code [class][image]}, padded to a multiple of {@link BatchKernel#OUTPUT_MULTIPLE}
   *     classes; overwritten by the next call
   */
  float[] forward(float[] in);

  /** The values that the last layer read in the last forward pass, {@code [value][image]}. */
  float[] features();

  /** Computes all gradients from that of the scores, for the batch of the last forward pass. */
  void backward(float[] scoreGradient);

  void update(Adam adam);
}
