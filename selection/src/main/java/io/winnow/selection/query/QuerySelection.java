package io.winnow.selection.query;

import io.winnow.selection.query.EarlierSelections.Repetition;
import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.resampling.CandidateDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a query set from the head of a ranking: a pure function, the same in the stream
 * application, in a replay and without Kafka.
 *
 * <p>Candidates that repeat an earlier selection are dropped. The first T'' others are the
 * shortlist, from which the limits and the resampler choose. Where they cannot fill the budget from
 * it, the shortlist is doubled, up to the policy's maximum depth. So the outcome is a function of
 * the ranking, whatever the pages in which it was fetched.
 */
public final class QuerySelection {

  private QuerySelection() {}

  /**
   * Chooses from a ranking that is at hand as a whole.
   *
   * @param ranking in ranking order; what lies beyond the maximum depth is not looked at
   * @param remembered selections of the earlier rounds that count
   */
  public static Query choose(
      QuerySettings settings, List<QueryCandidate> ranking, List<RememberedImage> remembered) {
    return choose(settings, ranking, true, remembered).orElseThrow();
  }

  /**
   * Chooses from the head of a ranking.
   *
   * @param head the first candidates in ranking order
   * @param complete whether the ranking has no more
   * @param remembered selections of the earlier rounds that count
   * @return the query set, or empty if a longer head is needed
   */
  public static Optional<Query> choose(
      QuerySettings settings,
      List<QueryCandidate> head,
      boolean complete,
      List<RememberedImage> remembered) {
    int maxDepth = settings.maxDepth();
    List<QueryCandidate> ranking = head.subList(0, Math.min(head.size(), maxDepth));
    boolean whole = complete || head.size() >= maxDepth;
    List<Repetition> repetitions =
        new EarlierSelections(remembered, settings.memory().cosine()).repeatedBy(ranking);
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < ranking.size(); i++) {
      if (repetitions.get(i) == null) {
        others.add(i);
      }
    }
    long size = settings.shortlistSize();
    while (true) {
      if (others.size() < size && !whole) {
        return Optional.empty();
      }
      boolean last = whole && size >= others.size();
      int shortlisted = (int) Math.min(size, others.size());
      List<QueryCandidate> shortlist =
          others.subList(0, shortlisted).stream().map(ranking::get).toList();
      ConstrainedResampling.Result result = ConstrainedResampling.of(settings, shortlist);
      if (last || !result.wantsMore()) {
        // What follows a shortlist of full size was looked at only if that was in vain.
        boolean full = shortlisted == size && !result.wantsMore();
        int looked = full ? others.get(shortlisted - 1) + 1 : ranking.size();
        return Optional.of(query(ranking.subList(0, looked), repetitions, result));
      }
      size *= 2;
    }
  }

  private static Query query(
      List<QueryCandidate> looked,
      List<Repetition> repetitions,
      ConstrainedResampling.Result result) {
    List<CandidateDecision> decisions = new ArrayList<>(looked.size());
    int place = 0;
    for (int i = 0; i < looked.size(); i++) {
      Repetition repetition = repetitions.get(i);
      decisions.add(
          repetition == null
              ? ranked(result.decisions().get(place++), i + 1)
              : repeated(looked.get(i), i + 1, repetition));
    }
    return new Query(
        decisions, result.similarityThreshold(), looked.size() - place, result.limits());
  }

  private static CandidateDecision ranked(CandidateDecision decision, int rank) {
    return new CandidateDecision(
        decision.imageId(),
        rank,
        decision.uncertainty(),
        decision.selected(),
        decision.reason(),
        decision.similarTo(),
        decision.cosine());
  }

  private static CandidateDecision repeated(
      QueryCandidate candidate, int rank, Repetition repetition) {
    RememberedImage image = repetition.of();
    return new CandidateDecision(
        candidate.imageId(),
        rank,
        candidate.shortlisted().uncertainty(),
        false,
        Reason.of(ReasonCode.SIMILAR_TO_EARLIER, image.round()),
        image.imageId(),
        repetition.cosine());
  }
}
