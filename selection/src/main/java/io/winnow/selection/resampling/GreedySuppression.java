package io.winnow.selection.resampling;

import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;

/**
 * Greedy non-maximum suppression under a falling threshold τ. At every τ the survivors are those of
 * the walk down the shortlist that keeps a candidate unless its cosine to one kept before it is at
 * least τ.
 *
 * <p>Invariant between the steps: {@code cosine} bounds a candidate's cosine to every survivor
 * before it from above, and the candidate survives exactly if the bound is below τ. The bound is
 * reached by {@code nearest} (ties: the earlier one) where that is somebody, as it is for all that
 * do not survive. Nothing changes until τ falls to the largest cosine between two survivors, so a
 * step goes there directly and then repairs the invariant from the front to the back: a candidate
 * that goes makes those look again whose nearest survivor it was, one that comes back is compared
 * with all after it. Each step is exact, the whole needs no list of edges, and its memory is linear
 * in the shortlist. Bounds, as in lazy greedy algorithms, spare most of the looking again.
 */
final class GreedySuppression {
  private static final int NOBODY = -1;

  /** Candidates whose largest bound is kept, because a step changes few of them. */
  private static final int BLOCK = 64;

  private final VectorTable table;
  private final EarlierNeighbours neighbours;
  private final BitSet survivors;
  private final BitSet stale;
  private final BitSet toExamine;
  private final int[] nearest;
  private final float[] cosine;
  private final float[] dots;
  private final float[] largestOfBlock;
  private final BitSet changedBlocks;
  private int survivorCount;
  private float threshold = Float.POSITIVE_INFINITY;

  /**
   * @param depth of the neighbour lists: changes the work, never the outcome
   */
  GreedySuppression(VectorTable table, int depth) {
    this.table = table;
    int size = table.size();
    neighbours = new EarlierNeighbours(table, depth);
    survivors = new BitSet(size);
    survivors.set(0, size);
    survivorCount = size;
    stale = new BitSet(size);
    toExamine = new BitSet(size);
    nearest = new int[size];
    cosine = new float[size];
    dots = new float[size];
    largestOfBlock = new float[(size + BLOCK - 1) / BLOCK];
    changedBlocks = new BitSet(largestOfBlock.length);
    for (int i = 0; i < size; i++) {
      lookAgain(i);
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

  /** The most similar survivor before a candidate that does not survive. */
  int suppressor(int suppressed) {
    return nearest[suppressed];
  }

  /** The cosine of a candidate that does not survive to its {@link #suppressor}: at least τ. */
  float suppressorCosine(int suppressed) {
    return cosine[suppressed];
  }

  /** Lowers τ to the next cosine at which the survivors change. At least two must survive. */
  void lowerThreshold() {
    do {
      threshold = findLargestBound();
    } while (tightenBounds());
    for (int i = toExamine.nextSetBit(0); i >= 0; i = toExamine.nextSetBit(i + 1)) {
      examine(i);
    }
    toExamine.clear();
  }

  /** The largest bound of a survivor; those that have it are the ones to examine. */
  private float findLargestBound() {
    float largest = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < largestOfBlock.length; block++) {
      if (changedBlocks.get(block)) {
        largestOfBlock[block] = findLargestBoundIn(block);
      }
      largest = Math.max(largest, largestOfBlock[block]);
    }
    changedBlocks.clear();
    toExamine.clear();
    for (int block = 0; block < largestOfBlock.length; block++) {
      if (largestOfBlock[block] == largest) {
        examineThoseWith(largest, block);
      }
    }
    return largest;
  }

  private float findLargestBoundIn(int block) {
    float largest = Float.NEGATIVE_INFINITY;
    int end = Math.min((block + 1) * BLOCK, nearest.length);
    for (int i = block * BLOCK; i < end; i++) {
      if (survivors.get(i)) {
        largest = Math.max(largest, cosine[i]);
      }
    }
    return largest;
  }

  private void examineThoseWith(float bound, int block) {
    int end = Math.min((block + 1) * BLOCK, nearest.length);
    for (int i = block * BLOCK; i < end; i++) {
      if (survivors.get(i) && cosine[i] == bound) {
        toExamine.set(i);
      }
    }
  }

  /** Makes sure that each of the largest bounds is reached; true if one was not known to be. */
  private boolean tightenBounds() {
    boolean tightened = false;
    for (int i = toExamine.nextSetBit(0); i >= 0; i = toExamine.nextSetBit(i + 1)) {
      if (nearest[i] == NOBODY) {
        lookAgain(i);
        tightened = true;
      }
    }
    return tightened;
  }

  private void examine(int candidate) {
    if (stale.get(candidate)) {
      stale.clear(candidate);
      lookAgain(candidate);
    }
    boolean survives = cosine[candidate] < threshold;
    if (survives == survivors.get(candidate)) {
      return;
    }
    survivors.set(candidate, survives);
    changedBlocks.set(candidate / BLOCK);
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
      neighbours.add(i, back, dots[i]);
      // Where the bound has nobody yet, an equal cosine leaves open who is the earlier one.
      if (dots[i] > cosine[i] || (dots[i] == cosine[i] && back < nearest[i])) {
        nearest[i] = back;
        cosine[i] = dots[i];
        changedBlocks.set(i / BLOCK);
        toExamine.set(i);
      }
    }
  }

  private void lookAgain(int candidate) {
    changedBlocks.set(candidate / BLOCK);
    int slot = neighbours.nearestIn(survivors, candidate);
    if (slot == EarlierNeighbours.NOT_LISTED && neighbours.boundOfOthers(candidate) >= threshold) {
      neighbours.refill(candidate, survivors);
      slot = neighbours.nearestIn(survivors, candidate);
    }
    if (slot == EarlierNeighbours.NOT_LISTED) {
      nearest[candidate] = NOBODY;
      cosine[candidate] = neighbours.boundOfOthers(candidate);
    } else {
      nearest[candidate] = neighbours.position(slot);
      cosine[candidate] = neighbours.cosine(slot);
    }
  }
}
