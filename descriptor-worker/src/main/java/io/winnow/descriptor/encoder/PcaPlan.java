package io.winnow.descriptor.encoder;

/**
 * How a PCA will be computed for vectors and a sample of given sizes.
 *
 * @param algorithm covariance, gram or incremental
 * @param reason why this one
 * @param features length of the vectors
 * @param count images of the sample
 * @param size components wanted
 * @param bytes most memory it will hold
 */
record PcaPlan(String algorithm, String reason, int features, int count, int size, long bytes) {

  static final String COVARIANCE = "covariance";
  static final String GRAM = "gram";
  static final String INCREMENTAL = "incremental";

  /** Longest vector whose covariance is kept: 4096² doubles are 128 MiB. */
  private static final int MAX_COVARIANCE_SIDE = 4096;

  /** Largest sample whose Gram matrix is decomposed. */
  private static final int MAX_GRAM_SIDE = 4096;

  /** Most stored values of a sample for its Gram matrix: 1 GiB. */
  private static final long MAX_GRAM_VALUES = 1L << 28;

  /** Most memory of the rows of the incremental method. */
  private static final long MAX_INCREMENTAL_BYTES = 1L << 30;

  /** Of a symmetric matrix: its triangle, itself and what EJML's decomposition makes of it. */
  private static final long BYTES_PER_ENTRY = 36;

  /**
   * Chooses by the sizes: the smaller of covariance and Gram matrix where it fits, since to
   * decompose it takes the cube of its side, else the incremental method.
   *
   * @throws EncoderException when none fits in memory, naming what is needed
   */
  static PcaPlan of(int features, int count, int size) {
    boolean gramFits = count <= MAX_GRAM_SIDE && (long) count * features <= MAX_GRAM_VALUES;
    if (features <= MAX_COVARIANCE_SIDE && (features <= count || !gramFits)) {
      String reason =
          features <= count
              ? "vectors no longer than the sample is large"
              : "a sample too large for its Gram matrix";
      return new PcaPlan(COVARIANCE, reason, features, count, size, square(features));
    }
    long components = 8L * size * features;
    if (gramFits) {
      String reason = "vectors longer than the sample is large";
      long bytes = 4L * count * features + components + square(count);
      return new PcaPlan(GRAM, reason, features, count, size, bytes);
    }
    long rows = IncrementalPca.bytes(features, size);
    if (rows > MAX_INCREMENTAL_BYTES) {
      throw new EncoderException(
          "a PCA of %d values to %d needs %d MiB, more than %d; use a grid or fewer channels"
              .formatted(features, size, rows >> 20, MAX_INCREMENTAL_BYTES >> 20));
    }
    String reason = "vectors and sample too large for either matrix";
    long bytes = rows + components + square(2L * IncrementalPca.keptFor(size) + 1);
    return new PcaPlan(INCREMENTAL, reason, features, count, size, bytes);
  }

  private static long square(long side) {
    return BYTES_PER_ENTRY * side * side;
  }

  /** A PCA that waits for its vectors. */
  Pca start() {
    return switch (algorithm) {
      case COVARIANCE -> new CovariancePca(features);
      case GRAM -> new GramPca(features, count);
      default -> new IncrementalPca(features, size);
    };
  }

  /** For people: what, why and how much memory. */
  String text() {
    return "%s PCA of %,d images x %,d values (%s), up to %,d MiB"
        .formatted(algorithm, count, features, reason, (bytes >> 20) + 1);
  }
}
