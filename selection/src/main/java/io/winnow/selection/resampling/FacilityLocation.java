package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * {@code facility-location}: greedily the candidate that adds most to Σ over the shortlist of the
 * largest cosine to a selected one, negative cosines counting as 0 (ties: the more uncertain).
 *
 * <p>Lazy (Minoux 1978): a gain never grows, so one that was computed earlier is an upper bound,
 * and the candidate whose fresh gain is at the head is the greedy choice. Gains are sums of doubles
 * in the order of the shortlist, and rounding keeps such sums monotone, so this is exact. No
 * similarity is stored: stale gains are recomputed, a block at a time.
 */
final class FacilityLocation extends BudgetedResampler {
  /** Gains recomputed at once: enough to keep the kernel and both of a few cores busy. */
  private static final int BLOCK = 256;

  private final SimilarityEngine engine;

  FacilityLocation(SimilarityEngine engine) {
    super(Resamplers.FACILITY_LOCATION);
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    List<float[]> vectors = shortlist.vectors();
    Search search = new Search(vectors, engine);
    BitSet selected = new BitSet(vectors.size());
    double[] gains = new double[vectors.size()];
    for (int i = 0; i < budget; i++) {
      Gain next = search.next();
      selected.set(next.position());
      gains[next.position()] = next.value();
    }
    return new Resampling(
        Resemblances.ofDropped(engine, vectors, selected)
            .decisions(
                shortlist,
                selected,
                i ->
                    Reason.of(
                        gains[i] > 0
                            ? ReasonCode.REPRESENTS_OTHERS
                            : ReasonCode.FILLS_BUDGET_BY_UNCERTAINTY)),
        OptionalDouble.empty(),
        false);
  }

  /**
   * @param time how many were selected when the gain was computed
   */
  private record Gain(double value, int position, int time) implements Comparable<Gain> {
    @Override
    public int compareTo(Gain other) {
      int byValue = Double.compare(other.value, value);
      return byValue != 0 ? byValue : Integer.compare(position, other.position);
    }
  }

  private static final class Search {
    private final List<float[]> vectors;
    private final VectorTable table;
    private final float[] represented;
    private final float[] dots;
    private final PriorityQueue<Gain> queue = new PriorityQueue<>();
    private int time;

    Search(List<float[]> vectors, SimilarityEngine engine) {
      this.vectors = vectors;
      table = engine.table(vectors);
      represented = new float[vectors.size()];
      dots = new float[vectors.size()];
      int[] all = new int[vectors.size()];
      Arrays.setAll(all, i -> i);
      compute(all);
    }

    Gain next() {
      int block = 1;
      while (queue.peek().time() < time) {
        // The head alone is often enough; where it is not, many are stale.
        int[] positions = new int[Math.min(block, queue.size())];
        int count = 0;
        while (count < positions.length && queue.peek().time() < time) {
          positions[count++] = queue.poll().position();
        }
        compute(Arrays.copyOf(positions, count));
        block = Math.min(BLOCK, block * 4);
      }
      Gain next = queue.poll();
      table.dots(next.position(), 0, dots.length, dots);
      for (int i = 0; i < dots.length; i++) {
        represented[i] = Math.max(represented[i], dots[i]);
      }
      time++;
      return next;
    }

    private void compute(int[] positions) {
      double[] gains = new double[positions.length];
      table.against(
          Arrays.stream(positions).mapToObj(vectors::get).toList(),
          (row, firstColumn, count, products, offset) -> {
            double sum = gains[row];
            for (int c = 0; c < count; c++) {
              sum += Math.max(0f, products[offset + c] - represented[firstColumn + c]);
            }
            gains[row] = sum;
          });
      for (int i = 0; i < positions.length; i++) {
        queue.add(new Gain(gains[i], positions[i], time));
      }
    }
  }
}
