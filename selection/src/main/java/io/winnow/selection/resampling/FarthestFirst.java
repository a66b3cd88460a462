package io.winnow.selection.resampling;

import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorPanel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The order in which {@code k-center} takes candidates. The largest cosine to a centre only grows,
 * so one that misses the latest centres is a lower bound. Every 64 centres all candidates are
 * compared with those 64 at once, which a blocked kernel does far faster than 64 passes; in
 * between, only candidates that look farthest are compared, with the few centres that they miss.
 */
final class FarthestFirst {
  private final List<float[]> vectors;
  private final SimilarityEngine engine;
  private final VectorPanel recent;
  private final List<float[]> recentVectors = new ArrayList<>();
  private final BitSet taken = new BitSet();
  private final float[] largest;

  /** How many of the recent centres a candidate's cosine knows. */
  private final int[] known;

  /**
   * All that are left, by the cosines at the last pass; those before {@code head} are done with.
   */
  private long[] queue;

  private int head;

  /** Those looked at since that pass. */
  private final PriorityQueue<Long> refreshed = new PriorityQueue<>();

  private final float[] dots = new float[VectorPanel.CAPACITY];

  FarthestFirst(List<float[]> vectors, SimilarityEngine engine) {
    this.vectors = vectors;
    this.engine = engine;
    recent = engine.panel(vectors.get(0).length);
    largest = new float[vectors.size()];
    known = new int[vectors.size()];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    rebuildQueue();
  }

  /** The next centre. At least one candidate must be left. */
  int next() {
    if (recent.size() == VectorPanel.CAPACITY) {
      compareAllWithRecent();
    }
    while (true) {
      int position = takeFarthest();
      if (known[position] == recent.size()) {
        taken.set(position);
        recent.add(vectors.get(position));
        recentVectors.add(vectors.get(position));
        return position;
      }
      recent.dots(vectors.get(position), dots);
      for (int centre = known[position]; centre < recent.size(); centre++) {
        largest[position] = Math.max(largest[position], dots[centre]);
      }
      known[position] = recent.size();
      refreshed.add(CosineOrder.ascending(largest[position], position));
    }
  }

  private int takeFarthest() {
    boolean fromQueue =
        refreshed.isEmpty() || (head < queue.length && queue[head] < refreshed.peek());
    return CosineOrder.position(fromQueue ? queue[head++] : refreshed.poll());
  }

  private void compareAllWithRecent() {
    List<Integer> left = new ArrayList<>();
    for (int i = taken.nextClearBit(0); i < vectors.size(); i = taken.nextClearBit(i + 1)) {
      left.add(i);
    }
    engine
        .table(recentVectors)
        .against(
            left.stream().map(vectors::get).toList(),
            (row, firstColumn, count, products, offset) -> {
              int candidate = left.get(row);
              for (int c = offset; c < offset + count; c++) {
                largest[candidate] = Math.max(largest[candidate], products[c]);
              }
            });
    recent.clear();
    recentVectors.clear();
    Arrays.fill(known, 0);
    rebuildQueue();
  }

  private void rebuildQueue() {
    refreshed.clear();
    head = 0;
    queue = new long[vectors.size() - taken.cardinality()];
    int end = 0;
    for (int i = taken.nextClearBit(0); i < vectors.size(); i = taken.nextClearBit(i + 1)) {
      queue[end++] = CosineOrder.ascending(largest[i], i);
    }
    Arrays.sort(queue);
  }
}
