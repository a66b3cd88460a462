package io.winnow.selection.similarity;

/** Dot products of one vector with a panel of vectors. */
interface PanelKernel {
  /**
   * Writes {@code dots[offset + c]} for every column c of the panel, with the bits of {@link
   * Cosine#dot}.
   *
   * @param query D entries
   * @param panel D rows of {@code width} entries, row after row: column c is one vector
   * @param width columns of the panel
   */
  void multiply(float[] query, float[] panel, int width, float[] dots, int offset);
}
