package io.winnow.selection.resampling;

/** A way to choose T' of the T'' most uncertain candidates. Deterministic and stateless. */
public interface Resampler {
  /** The name used in policies. */
  String name();

  /**
   * Selects exactly {@code min(budget, shortlist.size())} candidates; all of them, without a
   * similarity threshold, if the shortlist is not larger than the budget.
   *
   * @param budget T', at least 1
   * @throws IllegalArgumentException if the budget is below 1
   */
  Resampling resample(Shortlist shortlist, int budget);
}
