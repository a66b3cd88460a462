package io.winnow.selection.query;

import io.winnow.selection.resampling.CandidateDecision;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A chosen query set.
 *
 * @param decisions one for every candidate that was looked at, in order of the ranking
 * @param similarityThreshold cosine from which a candidate counted as a repetition; empty where the
 *     resampler has none or did not need one
 * @param repeated how many were dropped because they resemble an earlier selection
 * @param limits what limits did, in order of limit, group and effect
 */
public record Query(
    List<CandidateDecision> decisions,
    OptionalDouble similarityThreshold,
    int repeated,
    List<LimitOutcome> limits) {

  /** Of a round that looked at nothing. */
  public static final Query NOTHING = new Query(List.of(), OptionalDouble.empty(), 0, List.of());

  public Query {
    decisions = List.copyOf(decisions);
    limits = List.copyOf(limits);
  }

  /** Returns the selected candidates, most uncertain first. */
  public List<CandidateDecision> selected() {
    return decisions.stream().filter(CandidateDecision::selected).toList();
  }
}
