package io.winnow.selection.resampling;

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
    String selected = "among the " + budget + " most uncertain";
    String dropped = "not among the " + budget + " most uncertain";
    return new Resampling(
        decisions(shortlist, top, i -> top.get(i) ? selected : dropped),
        OptionalDouble.empty(),
        false);
  }
}
