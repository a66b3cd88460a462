package io.winnow.benchmarks.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a run had reached after a round: one line of results. Round 0 is the initial set.
 *
 * @param run name of the run
 * @param configuration digest of what the run depends on
 * @param labels images labelled
 * @param accuracy on the test pictures, 0..1
 * @param classAccuracy the same, of each class
 * @param classes labelled images of each class
 * @param coverage share of a sample of the pool that has a labelled image within the plan's cosine,
 *     under the reference descriptors
 * @param bias Kullback-Leibler divergence of the labelled images' clusters from the pool's, nats
 * @param repeated share of this round's images that show what was labelled already or twice among
 *     them, by the pool's own record
 * @param looked candidates looked at
 * @param selection digest of the ordered selection, as manifests have it; null in round 0
 * @param selectionMillis time taken to rank and choose
 * @param cpuSeconds processor time of the run's thread since the round before: scores, selection,
 *     training and test; null in results from before it was recorded
 */
record RoundRecord(
    String run,
    String configuration,
    int round,
    int labels,
    double accuracy,
    List<Double> classAccuracy,
    List<Integer> classes,
    double coverage,
    double bias,
    double repeated,
    int looked,
    String selection,
    double selectionMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double cpuSeconds) {

  RoundRecord {
    classAccuracy = List.copyOf(classAccuracy);
    classes = List.copyOf(classes);
  }

  /** The same without the times, which no two executions share. */
  RoundRecord untimed() {
    return withTimes(0, null);
  }

  RoundRecord withTimes(double selectionMillis, Double cpuSeconds) {
    return new RoundRecord(
        run,
        configuration,
        round,
        labels,
        accuracy,
        classAccuracy,
        classes,
        coverage,
        bias,
        repeated,
        looked,
        selection,
        selectionMillis,
        cpuSeconds);
  }
}
