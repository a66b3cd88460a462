package io.winnow.selection.resampling;

import java.util.ArrayList;
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
    int size = shortlist.size();
    if (size <= budget) {
      BitSet all = new BitSet(size);
      all.set(0, size);
      String reason = "all " + size + " candidates fit the budget of " + budget;
      return new Resampling(decisions(shortlist, all, i -> reason), OptionalDouble.empty());
    }
    return choose(shortlist, budget);
  }

  /** Selects exactly {@code budget} of a larger shortlist. */
  abstract Resampling choose(Shortlist shortlist, int budget);

  /** Decisions that have no similar image as a part of their reason. */
  static List<CandidateDecision> decisions(
      Shortlist shortlist, BitSet selected, IntFunction<String> reason) {
    List<CandidateDecision> decisions = new ArrayList<>(shortlist.size());
    for (int i = 0; i < shortlist.size(); i++) {
      ShortlistedCandidate candidate = shortlist.candidates().get(i);
      decisions.add(
          new CandidateDecision(
              candidate.imageId(),
              i + 1,
              candidate.uncertainty(),
              selected.get(i),
              reason.apply(i),
              null,
              null));
    }
    return decisions;
  }
}
