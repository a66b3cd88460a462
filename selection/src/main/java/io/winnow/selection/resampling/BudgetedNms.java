package io.winnow.selection.resampling;

import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  BudgetedNms() {
    super(Resamplers.BUDGETED_NMS);
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    GreedySuppression suppression = new GreedySuppression(new VectorTable(shortlist.vectors()));
    while (suppression.survivorCount() > budget) {
      suppression.lowerThreshold();
    }
    int[] places = places(suppression, shortlist.size(), budget);
    List<CandidateDecision> decisions = new ArrayList<>(shortlist.size());
    for (int i = 0; i < places.length; i++) {
      decisions.add(decide(shortlist, suppression, places, i));
    }
    return new Resampling(decisions, OptionalDouble.of(cosine(suppression.threshold())));
  }

  /** Places in the selection from 1 in the order of the shortlist, 0 for the dropped. */
  private static int[] places(GreedySuppression suppression, int size, int budget) {
    int backfill = budget - suppression.survivorCount();
    int[] places = new int[size];
    int place = 0;
    for (int i = 0; i < size; i++) {
      if (suppression.survives(i)) {
        places[i] = ++place;
      } else if (backfill > 0) {
        backfill--;
        places[i] = ++place;
      }
    }
    return places;
  }

  private static CandidateDecision decide(
      Shortlist shortlist, GreedySuppression suppression, int[] places, int i) {
    ShortlistedCandidate candidate = shortlist.candidates().get(i);
    if (suppression.survives(i)) {
      String reason =
          i == 0
              ? "first of the shortlist"
              : "below the similarity threshold to every image kept before it";
      return new CandidateDecision(
          candidate.imageId(), i + 1, candidate.uncertainty(), true, reason, null, null);
    }
    int similar = suppression.suppressor(i);
    double cosine = cosine(suppression.suppressorCosine(i));
    String similarTo = shortlist.candidates().get(similar).imageId();
    String resemblance =
        String.format(
            Locale.ROOT,
            "%.3f similar to %s, selected as %s",
            cosine,
            similarTo,
            ordinal(places[similar]));
    boolean backfilled = places[i] > 0;
    return new CandidateDecision(
        candidate.imageId(),
        i + 1,
        candidate.uncertainty(),
        backfilled,
        backfilled ? "fills the budget, although " + resemblance : resemblance,
        similarTo,
        cosine);
  }

  /** -0.0 becomes 0.0: digests see bits. */
  private static double cosine(float dot) {
    return dot + 0.0;
  }

  private static String ordinal(int place) {
    int lastTwo = place % 100;
    if (lastTwo >= 11 && lastTwo <= 13) {
      return place + "th";
    }
    return switch (place % 10) {
      case 1 -> place + "st";
      case 2 -> place + "nd";
      case 3 -> place + "rd";
      default -> place + "th";
    };
  }
}
