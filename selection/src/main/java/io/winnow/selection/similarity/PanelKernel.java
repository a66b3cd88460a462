package io.winnow.selection.similarity;

/**
 * Dot products of a few vectors with a panel of {@value #WIDTH} vectors. Every product is {@link
 * Cosine#dot}'s: the terms of one pair are added in order with one {@link Math#fma} each, and what
 * runs side by side are different pairs. So all kernels give the same bits.
 *
 * <p>A panel holds D rows of {@value #WIDTH} entries: column c is one vector.
 */
interface PanelKernel {
  /** Columns of a panel: a multiple of twice the lanes of the widest SIMD register. */
  int WIDTH = 64;

  /** Queries that {@link #multiplyFour} takes at once. */
  int ROWS = 4;

  /** Writes {@code dots[offset + c]} for every column c. */
  void multiply(float[] query, float[] panel, float[] dots, int offset);

  /**
   * Writes {@code dots[r * WIDTH + c]} for query {@code first + r}, r in [0, {@value #ROWS}), and
   * every column c. Rows past the last query are left undefined.
   *
   * @param queries vectors of D entries
   */
  void multiplyFour(float[][] queries, int first, float[] panel, float[] dots);
}
