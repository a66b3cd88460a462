package io.winnow.selection.similarity;

/** The cosine of two unit-length vectors: their dot product. */
public final class Cosine {
  private Cosine() {}

  /**
   * Accumulates {@code a[i] * b[i]} for ascending i with one float {@link Math#fma} each. This is
   * the definition of a cosine in Winnow: kernels may reorder the pairs of vectors, never the terms
   * of one pair, so that decisions and digests do not depend on the processor.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static float dot(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " entries cannot be compared");
    }
    float sum = 0f;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }
}
