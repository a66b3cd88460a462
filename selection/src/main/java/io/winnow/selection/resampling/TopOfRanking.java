package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import java.util.BitSet;
import java.util.OptionalDouble;

/** {@code none}: the T' most uncertain candidates, whatever they look like. */
final class TopOfRanking extends BudgetedResampler {
  TopOfRanking() {
    super(Resamplers.NONE);
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    BitSet top = new BitSet(shortlist.size());
    top.set(0, budget);
    Reason selected = Reason.of(ReasonCode.AMONG_MOST_UNCERTAIN, budget);
    Reason dropped = Reason.of(ReasonCode.NOT_AMONG_MOST_UNCERTAIN, budget);
    return new Resampling(
        decisions(shortlist, top, i -> top.get(i) ? selected : dropped),
        OptionalDouble.empty(),
        false);
  }
}
