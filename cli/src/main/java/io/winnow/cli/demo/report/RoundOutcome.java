package io.winnow.cli.demo.report;

import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Decision;
import io.winnow.schemas.RoundClosed;
import java.util.List;

/**
 * All that one round left behind.
 *
 * @param summary its line of the table
 * @param manifest the record of {@code winnow.rounds}
 * @param queries the query set, by rank
 * @param decisions one per shortlisted image, by rank in the shortlist
 */
public record RoundOutcome(
    RoundSummary summary,
    RoundClosed manifest,
    List<Query> queries,
    List<CandidateDecided> decisions) {

  /** The shortlisted images that were not selected, by rank. */
  List<CandidateDecided> dropped() {
    return decisions.stream().filter(d -> d.getDecision() == Decision.DROPPED).toList();
  }
}
