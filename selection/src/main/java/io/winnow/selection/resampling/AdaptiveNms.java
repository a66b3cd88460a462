package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * {@code adaptive-nms}, ours and not the paper's: walk down the ranking, skip what has a cosine of
 * at least τ to a kept image, stop when the budget is full. A clean pool loses nothing; one of
 * near-duplicates is searched as deep as it needs, up to the depth of the given shortlist. If that
 * ends before, the most uncertain of the skipped fill the budget, and the outcome {@linkplain
 * Resampling#wantsMore wants more}: a caller that can make the shortlist longer may call again.
 */
final class AdaptiveNms extends BudgetedResampler {
  private final float threshold;
  private final SimilarityEngine engine;

  AdaptiveNms(double threshold, SimilarityEngine engine) {
    super(Resamplers.ADAPTIVE_NMS);
    this.threshold = (float) threshold;
    this.engine = engine;
  }

  /** Repetitions count here too, since the ranking may go on where this shortlist ends. */
  @Override
  Resampling takeAll(Shortlist shortlist, int budget) {
    return choose(shortlist, budget);
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    GreedyWalk walk = new GreedyWalk(shortlist.vectors(), threshold, budget, engine);
    BitSet selected = walk.kept();
    fillUp(selected, Math.min(budget, shortlist.size()));
    Reason unreached = Reason.of(ReasonCode.NOT_REACHED, walk.depth());
    return new Resampling(
        walk.resemblances()
            .decisions(
                shortlist,
                selected,
                i -> i < walk.depth() ? GreedyWalk.reasonToKeep(i) : unreached),
        OptionalDouble.of(threshold + 0.0),
        walk.keptCount() < budget);
  }
}
