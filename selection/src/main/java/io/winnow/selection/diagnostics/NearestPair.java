package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.VectorTable;
import java.util.Arrays;
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
    float[] largest = new float[positions.cardinality()];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    new VectorTable(positions.stream().mapToObj(vectors::get).toList())
        .lowerTriangle(
            (row, firstColumn, count, dots, offset) -> {
              for (int c = offset; c < offset + count; c++) {
                largest[row] = Math.max(largest[row], dots[c]);
              }
            });
    float overall = Float.NEGATIVE_INFINITY;
    for (float ofRow : largest) {
      overall = Math.max(overall, ofRow);
    }
    return OptionalDouble.of(overall + 0.0); // -0.0 becomes 0.0: digests see bits
  }
}
