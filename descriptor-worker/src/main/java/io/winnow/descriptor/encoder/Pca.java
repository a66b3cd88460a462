package io.winnow.descriptor.encoder;

/**
 * Principal components of a stream of vectors, in double precision and a fixed summation order.
 * {@link PcaPlan} chooses one.
 */
interface Pca {

  /** Adds one vector. */
  void add(float[] vector);

  /**
   * Decomposes what was added.
   *
   * @param wanted how many components
   * @throws EncoderException when the sample's rank is too low for them, naming the rank
   */
  Solution solve(ComponentCount wanted);

  /**
   * A decomposition.
   *
   * @param mean mean vector
   * @param components one unit vector per row, by falling variance; the entry of largest magnitude
   *     of each is positive
   * @param variances variance along each component, in a unit that is the same for all
   * @param rank numerical rank of the centred sample
   * @param explainedVariance share of the total variance in the components, 0..1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed straight to the encoder, never compared
  record Solution(
      float[] mean, float[] components, double[] variances, int rank, double explainedVariance) {

    /** Number of components. */
    int size() {
      return variances.length;
    }

    /**
     * The components, each divided by its standard deviation to the power {@code whitening}. The
     * first keeps length 1: a common factor would be lost in the descriptor's normalisation.
     *
     * @param whitening 0 for the components as they are, 1 for equal variance along all of them
     */
    float[] whitened(double whitening) {
      float[] scaled = components.clone();
      for (int j = 0; j < variances.length; j++) {
        double factor = Math.pow(variances[j] / variances[0], -whitening / 2);
        for (int f = 0; f < mean.length; f++) {
          scaled[j * mean.length + f] *= (float) factor;
        }
      }
      return scaled;
    }
  }
}
