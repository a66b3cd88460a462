package io.winnow.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.benchmarks.experiment.learner.LearnerSettings;
import io.winnow.benchmarks.experiment.pool.PoolSpec;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold for active learning to make sense, on the demo's pictures. Learner, descriptors
 * and selection are exact, so that the outcome is the same everywhere.
 */
class QuickPlanTest {
  private static final String RANDOM = "random";
  private static final String PLAIN = "entropy";
  private static final String DEFAULT = "default";
  private static final String CLEAN = "clean";
  private static final String DUPLICATES = "duplicates";
  private static final int ROUNDS = 5;
  private static final List<Long> SEEDS = List.of(1L, 2L);

  @TempDir private static Path folder;
  private static Map<String, List<RoundRecord>> results;

  @BeforeAll
  static void runThePlan() throws Exception {
    ExperimentPlan plan =
        new ExperimentPlan(
            List.of(
                new PoolSpec(CLEAN, "sample", "clean", 2_000, 1_000, 1),
                new PoolSpec(DUPLICATES, "sample", "near-duplicates", 2_000, 1_000, 2)),
            new LearnerSettings("cnn", 250, 1e-3),
            "pixels",
            "pixels",
            Map.of(CLEAN, 0.9, DUPLICATES, 0.9),
            60,
            60,
            ROUNDS,
            SEEDS,
            List.of(
                new Strategy(RANDOM, "entropy", "random", 1e6, null, null, 0, null),
                new Strategy(PLAIN, "entropy", "none", 1, null, null, 0, null),
                productDefault()));
    RoundLog log = new RoundLog(folder.resolve("results.jsonl"));
    StringWriter progress = new StringWriter();
    new ExperimentRunner(plan, folder, folder.resolve("descriptors"), 2, new PrintWriter(progress))
        .run(log);
    results = log.read();
  }

  /** What a policy is that says nothing but its budget. */
  private static Strategy productDefault() {
    TrustedRecords.trust();
    PoolPolicy policy =
        PoolPolicy.newBuilder().setBudget(1).setEncoderId("any").setDescriptorSize(1).build();
    return new Strategy(
        DEFAULT,
        policy.getMeasure(),
        policy.getResampler(),
        policy.getSr(),
        policy.getMaxSr(),
        policy.getSimilarityThreshold(),
        policy.getMemoryRounds(),
        null);
  }

  @Test
  void shouldLearnMoreFromUncertainImagesThanFromRandomOnes() {
    assertThat(atEnd(CLEAN, PLAIN, RoundRecord::accuracy))
        .isGreaterThan(atEnd(CLEAN, RANDOM, RoundRecord::accuracy));
  }

  @Test
  void shouldSelectFewerNearDuplicatesByDefaultThanWithoutResampling() {
    assertThat(atEnd(CLEAN, PLAIN, RoundRecord::repeated)).isZero();
    assertThat(overRounds(DEFAULT, RoundRecord::repeated))
        .isLessThan(overRounds(PLAIN, RoundRecord::repeated));
  }

  @Test
  void shouldCoverAsMuchOfThePoolByDefaultAsWithoutResampling() {
    assertThat(atEnd(DUPLICATES, DEFAULT, RoundRecord::coverage))
        .isGreaterThanOrEqualTo(atEnd(DUPLICATES, PLAIN, RoundRecord::coverage));
  }

  @Test
  void shouldLearnMoreFromNearDuplicatesByDefaultThanWithoutResampling() {
    assertThat(overRounds(DEFAULT, RoundRecord::accuracy))
        .isGreaterThan(overRounds(PLAIN, RoundRecord::accuracy));
  }

  @Test
  void shouldGiveAllStrategiesTheSameStart() throws IOException {
    for (long seed : SEEDS) {
      assertThat(round(CLEAN, RANDOM, seed, 0).accuracy())
          .isEqualTo(round(CLEAN, PLAIN, seed, 0).accuracy())
          .isEqualTo(round(CLEAN, DEFAULT, seed, 0).accuracy());
    }
  }

  private static double atEnd(String pool, String strategy, ToDoubleFunction<RoundRecord> figure) {
    return SEEDS.stream()
        .mapToDouble(seed -> figure.applyAsDouble(round(pool, strategy, seed, ROUNDS)))
        .average()
        .orElseThrow();
  }

  private static double overRounds(String strategy, ToDoubleFunction<RoundRecord> figure) {
    return SEEDS.stream()
        .flatMap(seed -> results.get(name(DUPLICATES, strategy, seed)).stream().skip(1))
        .mapToDouble(figure)
        .average()
        .orElseThrow();
  }

  private static RoundRecord round(String pool, String strategy, long seed, int round) {
    return results.get(name(pool, strategy, seed)).get(round);
  }

  private static String name(String pool, String strategy, long seed) {
    return pool + "/" + strategy + "/" + seed;
  }
}
