package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code k-center}: the greedy 2-approximation of Core-set (Sener and Savarese, ICLR 2018), within
 * the shortlist. The first centre is the most uncertain candidate; each next one is the candidate
 * whose largest cosine to a centre is smallest (ties: the more uncertain).
 */
final class KCenter extends BudgetedResampler {
  private final SimilarityEngine engine;

  KCenter(SimilarityEngine engine) {
    super(Resamplers.K_CENTER);
    this.engine = engine;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    List<float[]> vectors = shortlist.vectors();
    int[] places = new int[vectors.size()];
    BitSet selected = new BitSet(vectors.size());
    FarthestFirst walk = new FarthestFirst(vectors, engine);
    for (int centre = 1; centre <= budget; centre++) {
      int next = walk.next();
      selected.set(next);
      places[next] = centre;
    }
    return new Resampling(
        Resemblances.ofDropped(engine, vectors, selected)
            .decisions(
                shortlist,
                selected,
                i ->
                    places[i] == 1
                        ? Reason.of(ReasonCode.FIRST_CENTRE)
                        : Reason.of(ReasonCode.FARTHEST_CENTRE, places[i])),
        OptionalDouble.empty(),
        false);
  }
}
