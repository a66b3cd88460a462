package io.winnow.selection.resampling;

import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;

/**
 * Greedy non-maximum suppression under a falling threshold τ. At every τ the survivors are those of
 * the walk down the shortlist that keeps a candidate unless its cosine to one kept before it is at
 * least τ.
 *
 * <p>Invariant between the steps: for every candidate {@code nearest} is the most similar survivor
 * before it (ties: the earlier one), and a candidate survives exactly if that cosine is below τ.
 * Nothing changes until τ falls to the largest such cosine of a survivor, so a step goes there
 * directly and then repairs the invariant from the front to the back: a candidate that goes makes
 * those look again whose nearest survivor it was, one that comes back is compared with all after
 * it. Each step is exact, the whole needs no list of edges, and its memory is linear in the
 * shortlist.
 */
final class GreedySuppression {
  static final int NOBODY = -1;

  private final VectorTable table;
  private final EarlierNeighbours neighbours;
  private final BitSet survivors;
  private final BitSet stale;
  private final BitSet toExamine;
  private final int[] nearest;
  private final float[] nearestCosine;
  private final float[] dots;
  private int survivorCount;
  private float threshold = Float.POSITIVE_INFINITY;

  GreedySuppression(VectorTable table) {
    this.table = table;
    int size = table.size();
    neighbours = new EarlierNeighbours(table);
    survivors = new BitSet(size);
    survivors.set(0, size);
    survivorCount = size;
    stale = new BitSet(size);
    toExamine = new BitSet(size);
    nearest = new int[size];
    nearestCosine = new float[size];
    dots = new float[size];
    for (int i = 0; i < size; i++) {
      findNearest(i);
    }
  }

  int survivorCount() {
    return survivorCount;
  }

  boolean survives(int candidate) {
    return survivors.get(candidate);
  }

  /** τ: positive infinity before the first step. */
  float threshold() {
    return threshold;
  }

  /** The most similar survivor before the candidate, or {@link #NOBODY}. */
  int nearestSurvivor(int candidate) {
    return nearest[candidate];
  }

  /** Its cosine; negative infinity if there is nobody. */
  float nearestCosine(int candidate) {
    return nearestCosine[candidate];
  }

  /** Lowers τ to the next cosine at which the survivors change. At least two must survive. */
  void lowerThreshold() {
    threshold = Float.NEGATIVE_INFINITY;
    for (int i = survivors.nextSetBit(0); i >= 0; i = survivors.nextSetBit(i + 1)) {
      if (nearestCosine[i] > threshold) {
        threshold = nearestCosine[i];
        toExamine.clear();
      }
      if (nearestCosine[i] == threshold) {
        toExamine.set(i);
      }
    }
    for (int i = toExamine.nextSetBit(0); i >= 0; i = toExamine.nextSetBit(i + 1)) {
      examine(i);
    }
    toExamine.clear();
  }

  private void examine(int candidate) {
    if (stale.get(candidate)) {
      stale.clear(candidate);
      findNearest(candidate);
    }
    boolean survives = nearestCosine[candidate] < threshold;
    if (survives == survivors.get(candidate)) {
      return;
    }
    survivors.set(candidate, survives);
    if (survives) {
      survivorCount++;
      offerToLater(candidate);
    } else {
      survivorCount--;
      withdrawFromLater(candidate);
    }
  }

  private void withdrawFromLater(int gone) {
    for (int i = gone + 1; i < nearest.length; i++) {
      if (nearest[i] == gone) {
        stale.set(i);
        toExamine.set(i);
      }
    }
  }

  private void offerToLater(int back) {
    table.dots(back, back + 1, nearest.length, dots);
    for (int i = back + 1; i < nearest.length; i++) {
      if (dots[i] > nearestCosine[i] || (dots[i] == nearestCosine[i] && back < nearest[i])) {
        nearest[i] = back;
        nearestCosine[i] = dots[i];
        toExamine.set(i);
      }
    }
  }

  private void findNearest(int candidate) {
    int slot = neighbours.nearestIn(survivors, candidate);
    if (slot != EarlierNeighbours.NOT_AMONG_THEM) {
      nearest[candidate] = neighbours.position(slot);
      nearestCosine[candidate] = neighbours.cosine(slot);
      return;
    }
    nearest[candidate] = NOBODY;
    nearestCosine[candidate] = Float.NEGATIVE_INFINITY;
    table.dots(candidate, 0, candidate, dots);
    for (int i = survivors.nextSetBit(0);
        i >= 0 && i < candidate;
        i = survivors.nextSetBit(i + 1)) {
      if (dots[i] > nearestCosine[candidate]) {
        nearest[candidate] = i;
        nearestCosine[candidate] = dots[i];
      }
    }
  }
}
