package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code gist}: greedy independent set thresholding (Fahrbach et al., "GIST", NeurIPS 2025) for
 * f(S) = g(S) + λ div(S). g is the sum of the uncertainties, scaled to [0, 1] over the shortlist,
 * divided by T'; div is the smallest distance √(2 − 2 cos) between two of S; λ = 1.
 *
 * <p>For such a g, the greedy independent set at distance d is the walk down the shortlist that
 * keeps what is at least d from all kept before. The walks run for d = 0 and for ε·dmax/2 times
 * powers of 1 + ε up to dmax, ε = {@value #EPSILON}; the set of largest f wins (ties: the larger
 * d), also against the two candidates farthest from each other. The most uncertain of the others
 * fill the budget.
 */
final class Gist extends BudgetedResampler {
  private static final double EPSILON = 0.2;

  private final SimilarityEngine engine;

  Gist(SimilarityEngine engine) {
    super(Resamplers.GIST);
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    List<float[]> vectors = shortlist.vectors();
    double[] utility = utilities(shortlist, budget);
    FarthestPair farthest = FarthestPair.of(vectors, engine);
    double diameter = distance(farthest.cosine());
    GreedyWalk best = new GreedyWalk(vectors, Float.POSITIVE_INFINITY, budget, engine);
    double bestValue = value(best, utility, diameter);
    OptionalDouble threshold = OptionalDouble.empty();
    for (double factor = 1; factor <= 2 / EPSILON; factor *= 1 + EPSILON) {
      double distance = factor * EPSILON * diameter / 2;
      float above = Math.nextUp((float) (1 - distance * distance / 2));
      GreedyWalk walk = new GreedyWalk(vectors, above, budget, engine);
      double value = value(walk, utility, diameter);
      if (value >= bestValue) {
        best = walk;
        bestValue = value;
        threshold = OptionalDouble.of(above + 0.0);
      }
    }
    double pairValue = utility[farthest.first()] + utility[farthest.second()] + diameter;
    if (budget >= 2 && pairValue > bestValue) {
      return choosePair(shortlist, budget, farthest);
    }
    return choose(shortlist, budget, best, threshold);
  }

  private static Resampling choose(
      Shortlist shortlist, int budget, GreedyWalk walk, OptionalDouble threshold) {
    BitSet selected = walk.kept();
    fillUp(selected, budget);
    Reason unreached = Reason.of(ReasonCode.NOT_REACHED, walk.depth());
    return new Resampling(
        walk.resemblances()
            .decisions(
                shortlist,
                selected,
                i -> i < walk.depth() ? GreedyWalk.reasonToKeep(i) : unreached),
        threshold,
        false);
  }

  private Resampling choosePair(Shortlist shortlist, int budget, FarthestPair pair) {
    BitSet selected = new BitSet(shortlist.size());
    selected.set(pair.first());
    selected.set(pair.second());
    fillUp(selected, budget);
    return new Resampling(
        Resemblances.ofDropped(engine, shortlist.vectors(), selected)
            .decisions(
                shortlist,
                selected,
                i ->
                    Reason.of(
                        i == pair.first() || i == pair.second()
                            ? ReasonCode.FARTHEST_PAIR
                            : ReasonCode.FILLS_BUDGET_BY_UNCERTAINTY)),
        OptionalDouble.empty(),
        false);
  }

  private static double[] utilities(Shortlist shortlist, int budget) {
    List<ShortlistedCandidate> candidates = shortlist.candidates();
    double highest = candidates.get(0).uncertainty();
    double lowest = candidates.get(candidates.size() - 1).uncertainty();
    double[] utilities = new double[candidates.size()];
    Arrays.setAll(
        utilities,
        i ->
            // Halves, because the difference of two finite doubles may not be finite.
            highest == lowest
                ? 1.0 / budget
                : (candidates.get(i).uncertainty() / 2 - lowest / 2)
                    / (highest / 2 - lowest / 2)
                    / budget);
    return utilities;
  }

  /** f; the diversity of a single image is the diameter, as in the paper. */
  private static double value(GreedyWalk walk, double[] utility, double diameter) {
    double sum = 0;
    BitSet kept = walk.kept();
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      sum += utility[i];
    }
    return sum + (walk.keptCount() < 2 ? diameter : distance(walk.nearestPair()));
  }

  private static double distance(float cosine) {
    return Math.sqrt(Math.max(0, 2 - 2.0 * cosine));
  }
}
