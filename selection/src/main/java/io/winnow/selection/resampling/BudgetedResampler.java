package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** What every resampler has in common: the check of the budget and the round that fits it. */
abstract class BudgetedResampler implements Resampler {
  private final String name;

  BudgetedResampler(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Resampling resample(Shortlist shortlist, int budget) {
    if (budget < 1) {
      throw new IllegalArgumentException("budget is " + budget + ", expected at least 1");
    }
    return shortlist.size() <= budget ? takeAll(shortlist, budget) : choose(shortlist, budget);
  }

  /** Selects the whole of a shortlist that is not larger than the budget. */
  Resampling takeAll(Shortlist shortlist, int budget) {
    BitSet all = new BitSet(shortlist.size());
    all.set(0, shortlist.size());
    Reason reason = Reason.of(ReasonCode.ALL_FIT, shortlist.size(), budget);
    return new Resampling(decisions(shortlist, all, i -> reason), OptionalDouble.empty(), false);
  }

  /** Selects exactly {@code budget} of a larger shortlist. */
  abstract Resampling choose(Shortlist shortlist, int budget);

  /** Decisions that have no similar image as a part of their reason. */
  static List<CandidateDecision> decisions(
      Shortlist shortlist, BitSet selected, IntFunction<Reason> reason) {
    return new Resemblances(shortlist.size()).decisions(shortlist, selected, reason);
  }

  /** Adds the most uncertain of the others until {@code budget} are selected. */
  static void fillUp(BitSet selected, int budget) {
    int missing = budget - selected.cardinality();
    for (int i = selected.nextClearBit(0); missing > 0; i = selected.nextClearBit(i + 1)) {
      selected.set(i);
      missing--;
    }
  }
}
