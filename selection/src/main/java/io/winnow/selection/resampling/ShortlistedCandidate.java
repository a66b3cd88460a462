package io.winnow.selection.resampling;

import java.util.Arrays;
import java.util.Objects;

/**
 * A candidate of a round with its descriptor.
 *
 * @param imageId unique in its shortlist, not empty
 * @param uncertainty finite, larger is more uncertain
 * @param vector the descriptor, of unit length; taken over, not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per access would cost 1 KB
public record ShortlistedCandidate(String imageId, double uncertainty, float[] vector) {
  /** A longer vector is no descriptor, and its dot products could overflow a float. */
  private static final double LONGEST_SQUARED = 1e12;

  public ShortlistedCandidate {
    Objects.requireNonNull(imageId, "imageId");
    Objects.requireNonNull(vector, "vector");
    if (imageId.isEmpty()) {
      throw new IllegalArgumentException("a candidate without an image id");
    }
    if (!Double.isFinite(uncertainty)) {
      throw new IllegalArgumentException("uncertainty of " + imageId + " is " + uncertainty);
    }
    uncertainty += 0.0; // -0.0 becomes 0.0, so that equal scores have equal bits
    checkVector(imageId, vector);
  }

  private static void checkVector(String imageId, float[] vector) {
    if (vector.length == 0) {
      throw new IllegalArgumentException("vector of " + imageId + " is empty");
    }
    double squared = 0.0;
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "entry " + i + " of the vector of " + imageId + " is " + vector[i]);
      }
      squared += (double) vector[i] * vector[i];
    }
    if (squared > LONGEST_SQUARED) {
      throw new IllegalArgumentException(
          "vector of " + imageId + " has length " + Math.sqrt(squared) + ", expected 1");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShortlistedCandidate that
        && imageId.equals(that.imageId)
        && Double.compare(uncertainty, that.uncertainty) == 0
        && Arrays.equals(vector, that.vector);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * imageId.hashCode() + Double.hashCode(uncertainty)) + Arrays.hashCode(vector);
  }

  @Override
  public String toString() {
    return "ShortlistedCandidate[imageId="
        + imageId
        + ", uncertainty="
        + uncertainty
        + ", vector of "
        + vector.length
        + "]";
  }
}
