package io.winnow.selection.offline;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.uncertainty.Scoring;
import java.util.List;

/**
 * What of a pool's policy matters to one round over data at hand.
 *
 * @param scoring where an image's uncertainty comes from
 * @param filters conditions that every image of the ranking meets
 * @param query how the query set is chosen from the ranking
 * @param coverageCosine cosine within which an image covers another in the diagnostics, -1..1
 */
public record SelectionPolicy(
    Scoring scoring, List<AttributeFilter> filters, QuerySettings query, double coverageCosine) {

  public SelectionPolicy {
    filters = List.copyOf(filters);
  }

  /** Returns what a pool's policy says. A round alone has no earlier ones to remember. */
  public static SelectionPolicy of(PoolPolicy policy) {
    return new SelectionPolicy(
        policy.scoring(),
        policy.constraints().filters(),
        QuerySettings.of(policy.with(new RoundMemory(0, 1)), policy.budget()),
        policy.coverageCosine());
  }

  /**
   * A policy without constraints.
   *
   * @param budget images to select, at least 1
   * @throws IllegalArgumentException if the budget is below 1
   */
  public static SelectionPolicy of(int budget, Scoring scoring, ResamplingPolicy resampling) {
    if (budget < 1) {
      throw new IllegalArgumentException("budget " + budget + " must be at least 1");
    }
    return new SelectionPolicy(
        scoring,
        List.of(),
        new QuerySettings(budget, resampling, List.of(), false, new RoundMemory(0, 1)),
        PoolPolicy.DEFAULT_COVERAGE_COSINE);
  }

  /** Returns the same policy with other constraints. */
  public SelectionPolicy with(Constraints constraints) {
    return new SelectionPolicy(
        scoring,
        constraints.filters(),
        new QuerySettings(
            query.budget(),
            query.resampling(),
            constraints.limits(),
            constraints.relax(),
            query.memory()),
        coverageCosine);
  }
}
