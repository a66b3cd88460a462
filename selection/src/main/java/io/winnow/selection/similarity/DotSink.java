package io.winnow.selection.similarity;

/**
 * Receives dot products piece by piece. Called by several threads at once, but for one row by one
 * thread only, with ascending columns: what a sink keeps per row needs no lock and does not depend
 * on the number of threads.
 */
@FunctionalInterface
public interface DotSink {
  /**
   * Takes the dot products of vector {@code row} with vectors {@code firstColumn + c}, c in [0,
   * count): {@code dots[offset + c]}.
   *
   * @param dots reused after the call; only those {@code count} entries mean anything
   */
  void accept(int row, int firstColumn, int count, float[] dots, int offset);
}
