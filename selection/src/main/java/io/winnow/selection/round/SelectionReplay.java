package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.SortedMapStore;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySelection;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.resampling.CandidateDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the query sets of a pool's rounds again from the candidates that were looked at, where
 * the scores that ranked them are gone. To be given every round, in order: a policy may remember
 * what earlier ones selected.
 */
public final class SelectionReplay {

  private final String pool;
  private final EarlierRounds earlier = new EarlierRounds(new SortedMapStore());

  public SelectionReplay(String pool) {
    this.pool = pool;
  }

  /**
   * Chooses the next round's query set.
   *
   * @param looked the candidates that were looked at, in ranking order
   */
  public Query next(long round, PoolPolicy policy, int budget, List<QueryCandidate> looked) {
    EncoderRef encoder = policy.encoders().current();
    int rounds = policy.memory().rounds();
    Query query =
        QuerySelection.choose(
            QuerySettings.of(policy, budget), looked, earlier.before(pool, round, rounds, encoder));
    List<RememberedImage> selected = new ArrayList<>();
    for (CandidateDecision decision : query.selected()) {
      float[] vector = looked.get(decision.rank() - 1).shortlisted().vector();
      selected.add(new RememberedImage(decision.imageId(), round, vector));
    }
    earlier.remember(pool, round, rounds, encoder, selected);
    return query;
  }
}
