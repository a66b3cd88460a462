package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * {@code quota-nms}: algorithm 1 of the paper with every kept image a pivot. Down the shortlist,
 * each kept image suppresses the nearest 10 % (rounded down) of those after it that are still
 * there. About ln(1 + 0.105 T'') / 0.105 survive; the most uncertain of the suppressed fill the
 * budget.
 */
final class QuotaNms extends BudgetedResampler {
  private final SimilarityEngine engine;

  QuotaNms(SimilarityEngine engine) {
    super(Resamplers.QUOTA_NMS);
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    int size = shortlist.size();
    VectorTable table = engine.table(shortlist.vectors());
    float[] cosines = new float[size];
    BitSet left = new BitSet(size);
    left.set(0, size);
    BitSet selected = new BitSet(size);
    Resemblances resemblances = new Resemblances(size);
    int last = 0;
    for (int i = 0; i >= 0 && selected.cardinality() < budget; i = left.nextSetBit(i)) {
      left.clear(i);
      selected.set(i);
      last = i;
      if (left.cardinality() >= 10) {
        table.dots(i, i + 1, size, cosines);
        for (int near : NearestTenth.of(left, cosines)) {
          left.clear(near);
          resemblances.set(near, i, cosines[near]);
        }
      }
    }
    fillUp(selected, budget);
    Reason unreached = Reason.of(ReasonCode.NOT_REACHED, last + 1);
    return new Resampling(
        resemblances.decisions(shortlist, selected, i -> reason(i, selected, unreached)),
        OptionalDouble.empty(),
        false);
  }

  private static Reason reason(int position, BitSet selected, Reason unreached) {
    if (!selected.get(position)) {
      return unreached;
    }
    return Reason.of(
        position == 0 ? ReasonCode.FIRST_OF_SHORTLIST : ReasonCode.OUTSIDE_NEAREST_TENTH);
  }
}
