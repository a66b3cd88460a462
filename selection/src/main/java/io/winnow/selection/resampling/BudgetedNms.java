package io.winnow.selection.resampling;

import io.winnow.selection.similarity.SimilarityEngine;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * {@code budgeted-nms}: the sensible reading of algorithm 1. Walk down the shortlist and keep a
 * candidate unless its cosine to one kept before it is at least τ. τ is the highest cosine at which
 * at most T' candidates survive. Usually exactly T' do; where the number of survivors jumps past T'
 * (tied cosines, or one suppression that undoes others), the most uncertain of the suppressed fill
 * the budget.
 *
 * <p>The number of survivors is not monotone in τ: losing one can bring back those that only it
 * suppressed. So the first crossing from above is taken, which no bisection would be sure to find,
 * and which suppresses nothing less similar than it must.
 *
 * <p>A suppressed candidate is reported with the most similar survivor before it (ties: the earlier
 * one), which is always selected; its cosine is at least τ.
 */
final class BudgetedNms extends BudgetedResampler {
  /** Deep enough that few questions miss the lists; a miss costs one row of cosines. */
  private static final int NEIGHBOUR_DEPTH = 16;

  private final SimilarityEngine engine;
  private final int neighbourDepth;

  BudgetedNms(SimilarityEngine engine) {
    this(engine, NEIGHBOUR_DEPTH);
  }

  /** Tests take shallow lists, which small shortlists exhaust. */
  BudgetedNms(SimilarityEngine engine, int neighbourDepth) {
    super(Resamplers.BUDGETED_NMS);
    this.engine = engine;
    this.neighbourDepth = neighbourDepth;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    GreedySuppression suppression =
        new GreedySuppression(engine.table(shortlist.vectors()), neighbourDepth);
    while (suppression.survivorCount() > budget) {
      suppression.lowerThreshold();
    }
    BitSet selected = new BitSet(shortlist.size());
    Resemblances resemblances = new Resemblances(shortlist.size());
    for (int i = 0; i < shortlist.size(); i++) {
      if (suppression.survives(i)) {
        selected.set(i);
      } else {
        resemblances.set(i, suppression.suppressor(i), suppression.suppressorCosine(i));
      }
    }
    fillUp(selected, budget);
    return new Resampling(
        resemblances.decisions(shortlist, selected, GreedyWalk::reasonToKeep),
        OptionalDouble.of(suppression.threshold() + 0.0),
        false);
  }
}
