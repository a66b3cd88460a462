package io.winnow.selection.query;

import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import java.util.List;

/**
 * How a query set is chosen from a ranking.
 *
 * @param budget T', at least 1
 * @param resampling how the shortlist becomes the query set
 * @param limits caps and minimums of groups, the most important first
 * @param relaxLimits whether caps give way where the budget cannot be filled otherwise
 * @param memory which earlier selections must not be repeated
 */
public record QuerySettings(
    int budget,
    ResamplingPolicy resampling,
    List<SelectionLimit> limits,
    boolean relaxLimits,
    RoundMemory memory) {

  public QuerySettings {
    limits = List.copyOf(limits);
  }

  /**
   * @param budget of this round
   */
  public static QuerySettings of(PoolPolicy policy, int budget) {
    return new QuerySettings(
        budget,
        policy.resampling(),
        policy.constraints().limits(),
        policy.constraints().relax(),
        policy.memory());
  }

  /** Returns T'': how many candidates compete at first. */
  public int shortlistSize() {
    return resampling.shortlistSize(budget);
  }

  /** Returns how much of a ranking may be looked at; no more than T'' where that always does. */
  public int maxDepth() {
    return mayDeepen() ? resampling.maxDepth(budget) : shortlistSize();
  }

  private boolean mayDeepen() {
    return memory.rounds() > 0 || !limits.isEmpty() || resampling.choosesItsDepth();
  }
}
