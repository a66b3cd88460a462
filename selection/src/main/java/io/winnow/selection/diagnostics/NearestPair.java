package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/** How similar the two most similar images of a selection are. */
public final class NearestPair {
  private NearestPair() {}

  /**
   * The largest cosine between two selected images; empty for fewer than two.
   *
   * @param selected positions in the shortlist, from 0
   * @throws IllegalArgumentException if a position is out of range
   */
  public static OptionalDouble of(Shortlist shortlist, Collection<Integer> selected) {
    BitSet positions = Positions.checked(shortlist, selected);
    if (positions.cardinality() < 2) {
      return OptionalDouble.empty();
    }
    List<float[]> vectors = shortlist.vectors();
    LargestDot largest = new LargestDot();
    new VectorTable(positions.stream().mapToObj(vectors::get).toList())
        .lowerTriangle(largest::accept);
    return OptionalDouble.of(largest.value + 0.0); // -0.0 becomes 0.0: digests see bits
  }

  private static final class LargestDot {
    private float value = Float.NEGATIVE_INFINITY;

    void accept(int row, int firstColumn, int count, float[] dots) {
      for (int c = 0; c < count; c++) {
        if (dots[c] > value) {
          value = dots[c];
        }
      }
    }
  }
}
