package io.winnow.selection.offline;

import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.RoundDiagnostics;
import java.util.List;

/**
 * A chosen query set with its reasons.
 *
 * @param decisions one for every candidate that was looked at, in order of the ranking
 * @param limits what limits did, in order of limit, group and effect
 * @param diagnostics of the selection
 * @param counts of the input
 * @param shortlistDigest of ids and uncertainties in order, as in a round's manifest
 * @param selectionDigest of the ordered selection, as in a round's manifest
 */
public record QuerySet(
    List<CandidateDecision> decisions,
    List<LimitOutcome> limits,
    RoundDiagnostics diagnostics,
    SelectionCounts counts,
    String shortlistDigest,
    String selectionDigest) {

  public QuerySet {
    decisions = List.copyOf(decisions);
    limits = List.copyOf(limits);
  }

  /** Returns the selected candidates, most uncertain first. */
  public List<CandidateDecision> selected() {
    return decisions.stream().filter(CandidateDecision::selected).toList();
  }
}
