package io.winnow.descriptor.encoder;

/**
 * Principal components of a stream of vectors, in double precision and a fixed summation order.
 * {@link #forSample} chooses by the sizes: the covariance when the vectors are short, the Gram
 * matrix of the stored sample when the sample is small, else an incremental decomposition.
 */
interface Pca {

  /** Longest vector whose covariance is kept: 4096² doubles are 128 MiB. */
  int MAX_COVARIANCE_SIDE = 4096;

  /** Largest sample whose Gram matrix is decomposed. */
  int MAX_GRAM_SIDE = 4096;

  /** Most stored values of a sample for its Gram matrix: 1 GiB. */
  long MAX_GRAM_VALUES = 1L << 28;

  /** Most memory of the incremental method. */
  long MAX_INCREMENTAL_BYTES = 1L << 30;

  /** Adds one vector. */
  void add(float[] vector);

  /**
   * Decomposes what was added.
   *
   * @param size number of components
   * @throws EncoderException when the rank is below {@code size}, naming the rank
   */
  Solution solve(int size);

  /** Name of the method, for the encoder's record: covariance, gram or incremental. */
  String method();

  /**
   * The method for vectors of this length, a sample of this many and a descriptor of this size.
   *
   * @throws EncoderException when none fits in memory, naming what is needed
   */
  static Pca forSample(int features, int count, int size) {
    boolean gramFits = count <= MAX_GRAM_SIDE && (long) count * features <= MAX_GRAM_VALUES;
    // The smaller matrix of the two: to decompose it takes the cube of its side.
    if (features <= MAX_COVARIANCE_SIDE && (features <= count || !gramFits)) {
      return new CovariancePca(features);
    }
    if (gramFits) {
      return new GramPca(features, count);
    }
    long bytes = IncrementalPca.bytes(features, size);
    if (bytes > MAX_INCREMENTAL_BYTES) {
      throw new EncoderException(
          "a PCA of %d values to %d needs %d MiB, more than %d; use a grid or fewer channels"
              .formatted(features, size, bytes >> 20, MAX_INCREMENTAL_BYTES >> 20));
    }
    return new IncrementalPca(features, size);
  }

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
