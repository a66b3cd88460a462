package io.winnow.selection.resampling;

import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;

/**
 * For every candidate a list of a few candidates before it in the shortlist, by descending cosine,
 * ties by ascending position. One pass over the lower triangle fills the lists; memory grows with
 * the shortlist, not with its square.
 *
 * <p>Invariant: a survivor before the candidate is on its list, or the list is full and the
 * survivor ranks after all of it. Candidates that stop surviving may stay listed; one that comes
 * back must be {@linkplain #add added}.
 */
final class EarlierNeighbours {
  static final int NOT_LISTED = -1;

  private final VectorTable table;
  private final int depth;
  private final int[] positions;
  private final float[] cosines;
  private final int[] counts;
  private final float[] dots;

  /**
   * @param depth the longest a list gets, at least 1
   */
  EarlierNeighbours(VectorTable table, int depth) {
    this.table = table;
    this.depth = depth;
    positions = new int[Math.multiplyExact(table.size(), depth)];
    cosines = new float[positions.length];
    counts = new int[table.size()];
    dots = new float[table.size()];
    table.lowerTriangle(this::offer);
  }

  /**
   * The slot of the nearest survivor before the candidate, or {@link #NOT_LISTED} if no listed one
   * survives.
   */
  int nearestIn(BitSet survivors, int candidate) {
    int first = candidate * depth;
    for (int slot = first; slot < first + counts[candidate]; slot++) {
      if (survivors.get(positions[slot])) {
        return slot;
      }
    }
    return NOT_LISTED;
  }

  int position(int slot) {
    return positions[slot];
  }

  float cosine(int slot) {
    return cosines[slot];
  }

  /**
   * No survivor off the list has a larger cosine to the candidate; negative infinity if there is
   * none.
   */
  float boundOfOthers(int candidate) {
    return counts[candidate] < depth
        ? Float.NEGATIVE_INFINITY
        : cosines[candidate * depth + depth - 1];
  }

  /** Lists the nearest of the survivors alone, for one row of cosines. */
  void refill(int candidate, BitSet survivors) {
    counts[candidate] = 0;
    table.dots(candidate, 0, candidate, dots);
    for (int i = survivors.nextSetBit(0);
        i >= 0 && i < candidate;
        i = survivors.nextSetBit(i + 1)) {
      rankIn(candidate, i, dots[i]);
    }
  }

  /** Takes up a survivor that has come back. */
  void add(int candidate, int survivor, float cosine) {
    if (cosine < boundOfOthers(candidate)) {
      return;
    }
    int first = candidate * depth;
    for (int slot = first; slot < first + counts[candidate]; slot++) {
      if (positions[slot] == survivor) {
        return;
      }
    }
    rankIn(candidate, survivor, cosine);
  }

  /** The bound in a local variable leaves one comparison for most of the pieces. */
  private void offer(int row, int firstColumn, int count, float[] pieces, int offset) {
    float bound = boundOfOthers(row);
    for (int c = 0; c < count; c++) {
      float cosine = pieces[offset + c];
      if (cosine > bound) {
        rankIn(row, firstColumn + c, cosine);
        bound = boundOfOthers(row);
      }
    }
  }

  private void rankIn(int candidate, int position, float cosine) {
    int first = candidate * depth;
    int slot = first + counts[candidate];
    if (counts[candidate] < depth) {
      counts[candidate]++;
    } else if (ranksBefore(position, cosine, slot - 1)) {
      slot--;
    } else {
      return;
    }
    while (slot > first && ranksBefore(position, cosine, slot - 1)) {
      cosines[slot] = cosines[slot - 1];
      positions[slot] = positions[slot - 1];
      slot--;
    }
    cosines[slot] = cosine;
    positions[slot] = position;
  }

  private boolean ranksBefore(int position, float cosine, int slot) {
    return cosine > cosines[slot] || (cosine == cosines[slot] && position < positions[slot]);
  }
}
