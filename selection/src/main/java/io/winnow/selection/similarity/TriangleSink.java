package io.winnow.selection.similarity;

/** Receives the lower triangle of the dot products of a {@link VectorTable} piece by piece. */
@FunctionalInterface
public interface TriangleSink {
  /**
   * Takes the dot products of vector {@code row} with vectors {@code firstColumn + c}, c in [0,
   * count), all below {@code row}. For one row the pieces come with ascending columns.
   *
   * @param dots reused after the call; only the first {@code count} entries mean anything
   */
  void accept(int row, int firstColumn, int count, float[] dots);
}
