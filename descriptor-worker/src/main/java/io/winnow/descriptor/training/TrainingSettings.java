package io.winnow.descriptor.training;

/**
 * What a backbone is trained with.
 *
 * @param seed seed of the initial weights, the choice of images and their order
 * @param images how many of the file's images are trained on, at least 1
 * @param heldOut how many other images the accuracy is measured on after every epoch, at least 1
 * @param epochs passes over the images, at least 1
 * @param batchImages images per step; each gives four rotated inputs
 * @param learningRate Adam's initial step size, halved after every epoch
 */
public record TrainingSettings(
    long seed, int images, int heldOut, int epochs, int batchImages, double learningRate) {

  public TrainingSettings {
    if (images < 1 || heldOut < 1 || epochs < 1 || batchImages < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "images, heldOut, epochs, batchImages and learningRate must be positive, got "
              + "%d, %d, %d, %d, %s".formatted(images, heldOut, epochs, batchImages, learningRate));
    }
  }

  /** The settings of the compact backbone in this repository. */
  public static TrainingSettings defaults(long seed) {
    return new TrainingSettings(seed, 8_000, 1_000, 2, 32, 1e-3);
  }
}
