package io.winnow.audit;

import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.ClosedRound;
import io.winnow.selection.round.Counterfactual;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A round as it was beside the same round by another policy.
 *
 * @param was the round
 * @param would what it would have been
 * @param overlap how many images both selected
 */
public record WhatIf(ClosedRound was, Counterfactual would, int overlap) {

  /**
   * @param replayed the round, still open at its partitions
   * @param policy instead of its own
   * @param budget instead of its own
   * @param earlier rounds before it, as they were
   */
  public static WhatIf of(
      ReplayedRound replayed, PoolPolicy policy, int budget, List<ClosedRound> earlier) {
    Counterfactual would =
        Counterfactual.of(replayed.opened(), policy, budget, replayed.partitions(), earlier);
    ClosedRound was = replayed.decided().round();
    Set<String> both = new HashSet<>();
    was.query().forEach(queried -> both.add(queried.image().candidate().imageId()));
    both.retainAll(would.query().selected().stream().map(CandidateDecision::imageId).toList());
    return new WhatIf(was, would, both.size());
  }
}
