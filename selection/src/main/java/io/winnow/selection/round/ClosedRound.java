package io.winnow.selection.round;

import io.winnow.selection.resampling.CandidateDecision;
import java.util.List;

/**
 * A decided round.
 *
 * @param query the query set in order of rank
 * @param decisions one per shortlisted candidate, in order of the shortlist
 */
public record ClosedRound(
    RoundManifest manifest, List<QueriedImage> query, List<CandidateDecision> decisions) {

  /**
   * A selected image.
   *
   * @param rank place in the query set, from 1
   * @param decision that it be selected
   */
  public record QueriedImage(int rank, CandidateDecision decision, DescribedCandidate image) {}
}
