package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Non-maximum suppression under a fixed threshold τ: down the shortlist, keep a candidate unless
 * its cosine to one kept before it is at least τ, until enough are kept. Block by block, so that
 * the depth that is never reached costs nothing and memory stays linear: a block is compared with
 * what earlier blocks kept, then with itself.
 */
final class GreedyWalk {
  private static final int BLOCK = 256;
  private static final int NOBODY = -1;

  private final List<float[]> vectors;
  private final SimilarityEngine engine;
  private final float threshold;
  private final int limit;
  private final BitSet kept = new BitSet();
  private final List<VectorTable> keptTables = new ArrayList<>();
  private final List<int[]> keptPositions = new ArrayList<>();
  private final int[] nearest;
  private final float[] cosine;
  private int keptCount;
  private int end;

  /**
   * @param limit how many to keep at most, at least 1
   */
  GreedyWalk(List<float[]> vectors, float threshold, int limit, SimilarityEngine engine) {
    this.vectors = vectors;
    this.engine = engine;
    this.threshold = threshold;
    this.limit = limit;
    nearest = new int[vectors.size()];
    cosine = new float[vectors.size()];
    Arrays.fill(nearest, NOBODY);
    Arrays.fill(cosine, Float.NEGATIVE_INFINITY);
    while (keptCount < limit && end < vectors.size()) {
      walkBlock(end, Math.min(end + BLOCK, vectors.size()));
    }
  }

  /** Why a survivor of a walk is selected. */
  static Reason reasonToKeep(int position) {
    return Reason.of(position == 0 ? ReasonCode.FIRST_OF_SHORTLIST : ReasonCode.BELOW_THRESHOLD);
  }

  /** The kept, a copy. */
  BitSet kept() {
    return (BitSet) kept.clone();
  }

  int keptCount() {
    return keptCount;
  }

  /** How many of the shortlist were looked at: all after them were not needed. */
  int depth() {
    return end;
  }

  /** The largest cosine between two of the kept; negative infinity below two. */
  float nearestPair() {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      largest = Math.max(largest, cosine[i]);
    }
    return largest;
  }

  /** Every suppressed candidate with the nearest kept before it. */
  Resemblances resemblances() {
    Resemblances resemblances = new Resemblances(vectors.size());
    for (int i = 0; i < end; i++) {
      if (!kept.get(i)) {
        resemblances.set(i, nearest[i], cosine[i]);
      }
    }
    return resemblances;
  }

  private void walkBlock(int begin, int blockEnd) {
    List<float[]> block = vectors.subList(begin, blockEnd);
    for (int t = 0; t < keptTables.size(); t++) {
      int[] positions = keptPositions.get(t);
      keptTables
          .get(t)
          .against(
              block,
              (row, firstColumn, count, dots, offset) -> {
                for (int c = 0; c < count; c++) {
                  offer(begin + row, positions[firstColumn + c], dots[offset + c]);
                }
              });
    }
    float[][] within = new float[block.size()][block.size()];
    engine
        .table(block)
        .lowerTriangle(
            (row, firstColumn, count, dots, offset) ->
                System.arraycopy(dots, offset, within[row], firstColumn, count));
    decide(begin, blockEnd, within);
    int[] positions = kept.get(begin, end).stream().map(i -> begin + i).toArray();
    if (positions.length > 0) {
      keptTables.add(engine.table(Arrays.stream(positions).mapToObj(vectors::get).toList()));
      keptPositions.add(positions);
    }
  }

  private void decide(int begin, int blockEnd, float[][] within) {
    for (end = begin; end < blockEnd && keptCount < limit; end++) {
      for (int k = kept.nextSetBit(begin); k >= 0; k = kept.nextSetBit(k + 1)) {
        offer(end, k, within[end - begin][k - begin]);
      }
      if (nearest[end] == NOBODY || cosine[end] < threshold) {
        kept.set(end);
        keptCount++;
      }
    }
  }

  private void offer(int candidate, int other, float dot) {
    if (dot > cosine[candidate]) {
      nearest[candidate] = other;
      cosine[candidate] = dot;
    }
  }
}
