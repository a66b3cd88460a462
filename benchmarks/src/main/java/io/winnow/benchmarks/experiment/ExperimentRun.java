package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.experiment.pool.PoolSpec;
import io.winnow.selection.digest.CanonicalDigest;

/**
 * One run of a plan.
 *
 * @param plan what all runs share
 */
record ExperimentRun(ExperimentPlan plan, PoolSpec pool, Strategy strategy, long seed) {

  /** Unique in the plan. */
  String name() {
    return pool.name() + "/" + strategy.name() + "/" + seed;
  }

  /** Descriptors that the strategy compares, or {@link Strategy#LEARNER}. */
  String descriptor() {
    return strategy.descriptor() == null ? plan.reference() : strategy.descriptor();
  }

  /** From which cosine a labelled image covers another. */
  double coverageCosine() {
    return plan.coverageCosines().get(pool.name());
  }

  /** Digest of everything that the outcome depends on, but for the data and the code. */
  String configuration() {
    CanonicalDigest digest = new CanonicalDigest("winnow-experiment-1");
    digest.line(pool.toString());
    digest.line(strategy.toString());
    digest.line(plan.learner().toString(), plan.learnerInput(), plan.reference());
    digest.line(Double.toString(coverageCosine()));
    digest.line(Integer.toString(plan.initial()), Integer.toString(plan.budget()));
    digest.line(Long.toString(seed));
    return digest.finish().substring(0, 16);
  }
}
