package io.winnow.descriptor.encoder;

/** Hears how far a fit is. */
@FunctionalInterface
public interface FitProgress {

  /** Ignores progress. */
  FitProgress NONE = (stage, images) -> {};

  /** What a fit does, in order. */
  enum Stage {
    /** First pass over the sample: spatial variance per channel. */
    RANKING_CHANNELS,
    /** Second pass over the sample: features of the chosen channels. */
    COLLECTING_FEATURES,
    /** Eigen-decomposition. */
    DECOMPOSING,
    /** Cosines of images to perturbed copies and to others. */
    CALIBRATING
  }

  /**
   * Called after every batch.
   *
   * @param stage what is being done
   * @param images images of the sample seen in this stage
   */
  void at(Stage stage, int images);

  /**
   * Called once, before the second pass.
   *
   * @param pca which PCA it will be, why, and the memory it takes
   */
  default void planned(String pca) {}

  /**
   * Called after the decomposition if nobody named a size and the usual one cannot be had.
   *
   * @param usual components that there would be
   * @param size components that there are
   * @param reason why there are no more
   */
  default void reduced(int usual, int size, String reason) {}
}
