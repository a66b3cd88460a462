package io.winnow.benchmarks.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.benchmarks.BenchmarkException;
import io.winnow.benchmarks.experiment.learner.LearnerSettings;
import io.winnow.benchmarks.experiment.pool.PoolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A grid of experiments: every strategy on every pool with every seed.
 *
 * @param pools to choose from
 * @param learner what is trained
 * @param learnerInput {@code pixels}, or the name of descriptors that a linear learner reads
 * @param reference descriptors of the diagnostics, and of strategies that name none
 * @param coverageCosines by pool: cosine of the reference descriptors from which a labelled image
 *     covers another. Written down rather than calibrated, so that no later calibration moves the
 *     figures of a plan
 * @param initial images drawn at random and labelled before the first round
 * @param budget images of a round
 * @param rounds of each run
 * @param seeds of the initial images, of training and of random choices; the same for all
 *     strategies, so that they can be compared in pairs
 * @param strategies ways to choose
 */
record ExperimentPlan(
    List<PoolSpec> pools,
    LearnerSettings learner,
    String learnerInput,
    String reference,
    Map<String, Double> coverageCosines,
    int initial,
    int budget,
    int rounds,
    List<Long> seeds,
    List<Strategy> strategies) {

  static final String PIXEL_INPUT = "pixels";

  ExperimentPlan {
    pools = List.copyOf(pools);
    coverageCosines = Map.copyOf(coverageCosines == null ? Map.of() : coverageCosines);
    seeds = List.copyOf(seeds);
    strategies = List.copyOf(strategies);
    if (initial < 1 || budget < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "initial %d, budget %d and rounds %d must be at least 1"
              .formatted(initial, budget, rounds));
    }
    requireDistinct("pool", pools.stream().map(PoolSpec::name).toList());
    requireDistinct("strategy", strategies.stream().map(Strategy::name).toList());
    requireDistinct("seed", seeds);
    Set<String> named = pools.stream().map(PoolSpec::name).collect(Collectors.toSet());
    if (!coverageCosines.keySet().equals(named)) {
      throw new IllegalArgumentException(
          "coverageCosines must have one cosine for each of %s, not for %s"
              .formatted(named, coverageCosines.keySet()));
    }
    if (!learner.kind().equals(LearnerSettings.LINEAR) && !learnerInput.equals(PIXEL_INPUT)) {
      throw new IllegalArgumentException(
          "a " + learner.kind() + " learner reads pixels, not " + learnerInput);
    }
  }

  /**
   * @throws BenchmarkException if the file is no plan, naming what is wrong
   */
  static ExperimentPlan read(Path file) throws IOException {
    try {
      return new ObjectMapper().readValue(Files.readString(file), ExperimentPlan.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : e;
      String message =
          cause instanceof JsonProcessingException json
              ? json.getOriginalMessage()
              : cause.getMessage();
      throw new BenchmarkException("%s is no plan: %s".formatted(file, message), e);
    }
  }

  /** All runs: seed by seed, so that an unfinished grid has complete pairs. */
  List<ExperimentRun> runs() {
    List<ExperimentRun> runs = new ArrayList<>();
    for (PoolSpec pool : pools) {
      for (long seed : seeds) {
        for (Strategy strategy : strategies) {
          runs.add(new ExperimentRun(this, pool, strategy, seed));
        }
      }
    }
    return runs;
  }

  private static void requireDistinct(String what, List<?> values) {
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      if (!seen.add(value)) {
        throw new IllegalArgumentException(what + " " + value + " is there twice");
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no " + what);
    }
  }
}
