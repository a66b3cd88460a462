package io.winnow.descriptor.encoder;

import java.util.Arrays;
import java.util.Optional;

/**
 * From which cosine on two images count as near-duplicates under an encoder, and how often that is
 * wrong: the cosine that tells copies of an image from the image's nearest stranger with the fewest
 * errors.
 *
 * @param threshold the cosine
 * @param missed share of the copies whose cosine to their original lies below it, 0..1
 * @param mistaken share of the images with another image at or above it among the {@code images},
 *     0..1
 * @param images images that it was measured on, each with one copy
 */
public record DuplicateCosine(double threshold, double missed, double mistaken, int images) {

  /** Fewest images that say anything: with fewer, shares of errors come in steps above 2 %. */
  public static final int LEAST_IMAGES = 50;

  /**
   * Whether the threshold can be that of near-duplicates: measured on enough images, and not below
   * the cosine of vectors that have nothing in common.
   */
  public boolean plausible() {
    return images >= LEAST_IMAGES && threshold > 0;
  }

  /** The threshold, if it is plausible. */
  public Optional<Double> ifPlausible() {
    return plausible() ? Optional.of(threshold) : Optional.empty();
  }

  /**
   * The threshold at which missed and mistaken together are fewest. Where several do equally well,
   * the middle of the widest gap between two cosines; the higher one of equals.
   *
   * @param copies cosine of each image to its copy
   * @param nearest largest cosine of each image to any other image; as many
   */
  static DuplicateCosine separating(double[] copies, double[] nearest) {
    double[] low = copies.clone();
    double[] high = nearest.clone();
    Arrays.sort(low);
    Arrays.sort(high);
    double[] cosines = new double[low.length + high.length];
    System.arraycopy(low, 0, cosines, 0, low.length);
    System.arraycopy(high, 0, cosines, low.length, high.length);
    Arrays.sort(cosines);
    // To call everything a copy is wrong in one half; what follows has to be better.
    DuplicateCosine found = new DuplicateCosine(cosines[0], 0, 1, low.length);
    double best = 1;
    double width = Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < cosines.length; i++) {
      double gap = cosines[i + 1] - cosines[i];
      double threshold = cosines[i] + gap / 2;
      if (threshold <= cosines[i] || threshold >= cosines[i + 1]) {
        continue; // No room between them.
      }
      double missed = shareBelow(low, threshold);
      double mistaken = 1 - shareBelow(high, threshold);
      double errors = missed + mistaken;
      if (errors < best || (errors == best && gap >= width)) {
        best = errors;
        width = gap;
        found = new DuplicateCosine(threshold, missed, mistaken, low.length);
      }
    }
    return found;
  }

  /** For a threshold that is none of the values. */
  private static double shareBelow(double[] sorted, double threshold) {
    return (double) (-Arrays.binarySearch(sorted, threshold) - 1) / sorted.length;
  }
}
