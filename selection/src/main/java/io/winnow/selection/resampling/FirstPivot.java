package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import io.winnow.selection.similarity.VectorTable;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * {@code paper-first-pivot}: algorithm 1 of the paper as closely to the letter as it terminates.
 * Its break leaves both loops, so the only pivot is the most uncertain candidate: the 10 % of the
 * others nearest to it go (rounded down), and the first T' of the rest are selected. If too few are
 * left, the most uncertain of those that went fill the budget.
 */
final class FirstPivot extends BudgetedResampler {
  private final SimilarityEngine engine;

  FirstPivot(SimilarityEngine engine) {
    super(Resamplers.PAPER_FIRST_PIVOT);
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    int size = shortlist.size();
    VectorTable table = engine.table(shortlist.vectors());
    float[] cosines = new float[size];
    table.dots(0, 1, size, cosines);
    BitSet others = new BitSet(size);
    others.set(1, size);
    BitSet dissimilar = new BitSet(size);
    dissimilar.set(0, size);
    Resemblances resemblances = new Resemblances(size);
    for (int near : NearestTenth.of(others, cosines)) {
      dissimilar.clear(near);
      resemblances.set(near, 0, cosines[near]);
    }
    BitSet selected = new BitSet(size);
    dissimilar.stream().limit(budget).forEach(selected::set);
    fillUp(selected, budget);
    Reason first = Reason.of(ReasonCode.FIRST_OF_SHORTLIST);
    Reason kept = Reason.of(ReasonCode.OUTSIDE_NEAREST_TENTH_OF_FIRST);
    Reason late = Reason.of(ReasonCode.BELOW_SELECTED, budget);
    return new Resampling(
        resemblances.decisions(
            shortlist, selected, i -> i == 0 ? first : selected.get(i) ? kept : late),
        OptionalDouble.empty(),
        false);
  }
}
