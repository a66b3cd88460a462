package io.winnow.selection.round;

import io.winnow.selection.ImageIdOrder;
import java.util.Comparator;

/**
 * A candidate's place in a ranking.
 *
 * @param uncertainty larger is more uncertain
 */
public record RankedCandidate(String imageId, double uncertainty) {

  /** Uncertainty descending, then image id ascending. */
  public static final Comparator<RankedCandidate> ORDER =
      Comparator.comparingDouble(RankedCandidate::uncertainty)
          .reversed()
          .thenComparing(RankedCandidate::imageId, ImageIdOrder.INSTANCE);
}
