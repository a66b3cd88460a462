package io.winnow.descriptor.encoder;

/**
 * How many components a PCA shall have.
 *
 * @param wanted number of components
 * @param orFewer whether a sample of a lower rank may have as many as its rank
 */
record ComponentCount(int wanted, boolean orFewer) {

  static ComponentCount exactly(int wanted) {
    return new ComponentCount(wanted, false);
  }

  static ComponentCount orFewer(int wanted) {
    return new ComponentCount(wanted, true);
  }

  /**
   * The number for a sample; more components than its rank would say nothing about an image.
   *
   * @param rank of the sample
   * @param images of the sample
   * @throws EncoderException if there must be more than the rank, naming it
   */
  int within(int rank, int images) {
    if (wanted <= rank) {
      return wanted;
    }
    if (!orFewer) {
      throw new EncoderException(
          "descriptor size %d exceeds the rank %d of the sample of %d images"
              .formatted(wanted, rank, images));
    }
    if (rank < 1) {
      throw new EncoderException("the %d images of the sample are all the same".formatted(images));
    }
    return rank;
  }
}
