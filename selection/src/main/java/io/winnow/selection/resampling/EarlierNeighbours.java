package io.winnow.selection.resampling;

import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;

/**
 * For every candidate the {@value #DEPTH} most similar candidates before it in the shortlist, by
 * descending cosine, ties by ascending position. One pass over the lower triangle fills it; memory
 * grows with the shortlist, not with its square.
 */
final class EarlierNeighbours {
  /** Deep enough that few questions miss; a miss costs one row of cosines. */
  private static final int DEPTH = 16;

  static final int NOT_AMONG_THEM = -1;

  private final int[] positions;
  private final float[] cosines;
  private final int[] counts;

  EarlierNeighbours(VectorTable table) {
    positions = new int[Math.multiplyExact(table.size(), DEPTH)];
    cosines = new float[positions.length];
    counts = new int[table.size()];
    table.lowerTriangle(this::offer);
  }

  /** The slot of the nearest neighbour of {@code candidate} in {@code kept}. */
  int nearestIn(BitSet kept, int candidate) {
    int first = candidate * DEPTH;
    for (int slot = first; slot < first + counts[candidate]; slot++) {
      if (kept.get(positions[slot])) {
        return slot;
      }
    }
    return NOT_AMONG_THEM;
  }

  int position(int slot) {
    return positions[slot];
  }

  float cosine(int slot) {
    return cosines[slot];
  }

  private void offer(int row, int firstColumn, int count, float[] dots) {
    int first = row * DEPTH;
    int end = first + DEPTH;
    int filled = first + counts[row];
    for (int c = 0; c < count; c++) {
      if (filled < end) {
        insert(first, filled++, firstColumn + c, dots[c]);
      } else if (dots[c] > cosines[end - 1]) {
        insert(first, end - 1, firstColumn + c, dots[c]);
      }
    }
    counts[row] = filled - first;
  }

  /** Columns come in ascending order, so that an equal cosine stays behind the one before it. */
  private void insert(int first, int free, int column, float cosine) {
    int slot = free;
    while (slot > first && cosines[slot - 1] < cosine) {
      cosines[slot] = cosines[slot - 1];
      positions[slot] = positions[slot - 1];
      slot--;
    }
    cosines[slot] = cosine;
    positions[slot] = column;
  }
}
