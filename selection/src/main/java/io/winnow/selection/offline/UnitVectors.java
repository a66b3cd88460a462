package io.winnow.selection.offline;

/**
 * Makes descriptors unit vectors, and counts those that were not. A vector that is near enough to
 * unit length for the stream application keeps its bits; of a zero vector every cosine is 0.
 */
final class UnitVectors {
  /** How far from 1 the norm of a unit vector in float32 may be; as for descriptors from Kafka. */
  private static final double TOLERANCE = 1e-3;

  private int normalised;
  private int zero;

  /**
   * @throws InvalidInputException if a component is not finite, naming the image
   */
  float[] of(String imageId, double[] components) {
    double squared = 0;
    for (int i = 0; i < components.length; i++) {
      if (!Double.isFinite(components[i])) {
        throw new InvalidInputException(
            "descriptor of image " + imageId + ": component " + i + " is " + components[i]);
      }
      squared += components[i] * components[i];
    }
    double norm = Math.sqrt(squared);
    if (squared == 0) {
      zero++;
    } else if (!Double.isFinite(norm)) {
      throw new InvalidInputException("descriptor of image " + imageId + " is too long to scale");
    }
    boolean scale = squared > 0 && Math.abs(norm - 1) > TOLERANCE;
    if (scale) {
      normalised++;
    }
    float[] vector = new float[components.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (scale ? components[i] / norm : components[i]);
    }
    return vector;
  }

  /** Returns how many vectors were scaled to unit length. */
  int normalised() {
    return normalised;
  }

  /** Returns how many vectors were zero. */
  int zero() {
    return zero;
  }
}
