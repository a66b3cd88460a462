package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** The coverage rate (figure 11 of the paper). */
public final class Coverage {
  /**
   * The cosine from which an image counts as covered where nothing better is known. The right value
   * belongs to the encoder: compact encoders put unrelated images at 0.8 and above.
   */
  public static final double DEFAULT_DELTA = 0.9;

  private Coverage() {}

  /**
   * The share of the shortlist that is selected or has a cosine of at least {@code delta} to a
   * selected image, in [0, 1]; 1 for an empty shortlist, of which nothing is left uncovered.
   *
   * @param selected positions in the shortlist, from 0
   * @param delta in [-1, 1]
   * @throws IllegalArgumentException if a position or delta is out of range
   */
  public static double of(Shortlist shortlist, Collection<Integer> selected, double delta) {
    if (!(delta >= -1.0 && delta <= 1.0)) {
      throw new IllegalArgumentException("delta is " + delta + ", expected within [-1, 1]");
    }
    BitSet positions = Positions.checked(shortlist, selected);
    if (shortlist.size() == 0) {
      return 1.0;
    }
    List<float[]> vectors = shortlist.vectors();
    VectorTable chosen = new VectorTable(positions.stream().mapToObj(vectors::get).toList());
    List<float[]> others = new ArrayList<>();
    for (int i = positions.nextClearBit(0); i < vectors.size(); i = positions.nextClearBit(i + 1)) {
      others.add(vectors.get(i));
    }
    boolean[] covered = new boolean[others.size()];
    chosen.against(
        others,
        (row, firstColumn, count, dots, offset) -> {
          for (int c = offset; c < offset + count; c++) {
            covered[row] |= dots[c] >= delta;
          }
        });
    int reached = chosen.size();
    for (boolean other : covered) {
      reached += other ? 1 : 0;
    }
    return (double) reached / shortlist.size();
  }
}
