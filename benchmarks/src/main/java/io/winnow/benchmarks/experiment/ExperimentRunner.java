package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.experiment.describe.Descriptors;
import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.benchmarks.experiment.pool.PoolSpec;
import io.winnow.benchmarks.experiment.pool.Pools;
import io.winnow.cli.console.Progress;
import io.winnow.selection.query.QuerySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a plan, pool after pool, several runs at a time; what is finished already is left out. */
final class ExperimentRunner {
  private final ExperimentPlan plan;
  private final Path shared;
  private final Descriptors descriptors;
  private final int threads;
  private final PrintWriter err;

  /**
   * @param shared folder with {@code models} and {@code cifar10}
   * @param cache folder of descriptors
   * @param threads runs at a time; the outcome does not depend on it
   */
  ExperimentRunner(ExperimentPlan plan, Path shared, Path cache, int threads, PrintWriter err) {
    this.plan = plan;
    this.shared = shared;
    this.descriptors = new Descriptors(shared, cache);
    this.threads = threads;
    this.err = err;
  }

  void run(RoundLog log) throws IOException, InterruptedException {
    List<ExperimentRun> runs = plan.runs();
    Set<String> finished = new HashSet<>(log.keepFinished(runs, plan.rounds()));
    long rounds = (long) runs.size() * (plan.rounds() + 1);
    try (Progress progress = new Progress("experiments", " rounds", rounds, err)) {
      long done = (long) finished.size() * (plan.rounds() + 1);
      progress.stepTo(done);
      for (PoolSpec spec : plan.pools()) {
        List<ExperimentRun> ofPool =
            runs.stream()
                .filter(run -> run.pool().equals(spec) && !finished.contains(run.name()))
                .toList();
        if (!ofPool.isEmpty()) {
          runAll(ofPool, context(spec), log, progress);
        }
      }
    }
  }

  /** Runs one run alone. */
  List<RoundRecord> run(ExperimentRun run) throws IOException, InterruptedException {
    List<RoundRecord> rounds = new ArrayList<>();
    PoolContext context = context(run.pool());
    new ClosedLoop(run, context, offline(run, context)).run(rounds::add);
    return rounds;
  }

  /** Runs one run alone, its query sets from the streams application. */
  List<RoundRecord> runThroughKafka(ExperimentRun run) throws IOException, InterruptedException {
    return ThroughKafka.run(run, context(run.pool()));
  }

  private PoolContext context(PoolSpec spec) throws IOException {
    Pool pool = Pools.make(spec, shared);
    return new PoolContext(pool, plan, descriptors);
  }

  /** How the run's strategy is told to the selection. */
  static QuerySettings settings(ExperimentRun run, PoolContext context) {
    double calibrated =
        run.descriptor().equals(Strategy.LEARNER)
            ? 1 // never used: such a strategy names its threshold where it needs one
            : context.descriptors(run.descriptor()).duplicateCosine();
    return run.strategy().settings(run.plan().budget(), calibrated, run.seed());
  }

  private static QuerySelector offline(ExperimentRun run, PoolContext context) {
    return new OfflineSelector(
        settings(run, context), run.strategy().uncertainty(), Pool.classes());
  }

  private void runAll(
      List<ExperimentRun> runs, PoolContext context, RoundLog log, Progress progress)
      throws IOException, InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (ExperimentRun run : runs) {
        futures.add(
            executor.submit(
                () -> {
                  new ClosedLoop(run, context, offline(run, context))
                      .run(
                          round -> {
                            log.append(round);
                            progress.step();
                          });
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
