package io.winnow.selection.round;

import io.winnow.selection.resampling.RankingOrder;
import java.util.Comparator;

/**
 * A candidate's place in a ranking.
 *
 * @param uncertainty larger is more uncertain
 */
public record RankedCandidate(String imageId, double uncertainty) {

  /** Uncertainty descending, then image id ascending. */
  public static final Comparator<RankedCandidate> ORDER =
      (a, b) -> RankingOrder.compare(a.uncertainty, a.imageId, b.uncertainty, b.imageId);
}
