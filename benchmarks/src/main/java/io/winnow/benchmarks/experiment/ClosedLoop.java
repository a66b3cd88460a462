package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.experiment.learner.Examples;
import io.winnow.benchmarks.experiment.learner.Learner;
import io.winnow.benchmarks.experiment.pool.Pool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** One run: train, score, select, label, and again. */
final class ClosedLoop {
  private static final double DECIMALS = 1e4;
  private static final long ROUND_STRIDE = 1_000_003;

  /** Hears of every round. */
  interface Listener {
    void round(RoundRecord round) throws IOException;
  }

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ExperimentRun run;
  private final PoolContext context;
  private final Pool pool;
  private final QuerySelector selector;
  private final CoveredSample covered;
  private final List<Integer> labelled = new ArrayList<>();
  private final boolean[] hasLabel;
  private final Set<Integer> sources = new HashSet<>();

  ClosedLoop(ExperimentRun run, PoolContext context, QuerySelector selector) {
    this.run = run;
    this.context = context;
    this.pool = context.pool();
    this.selector = selector;
    this.covered = new CoveredSample(context.sampleVectors(), run.coverageCosine());
    this.hasLabel = new boolean[pool.size()];
  }

  void run(Listener listener) throws IOException, InterruptedException {
    Learner learner = null;
    for (int round = 0; round <= run.plan().rounds(); round++) {
      QuerySelector.Picks picks;
      long cpuBefore = threads.getCurrentThreadCpuTime();
      long started = System.nanoTime();
      double millis = 0;
      if (round == 0) {
        picks = new QuerySelector.Picks(initial(), 0, null);
      } else {
        int[] candidates = candidates(round);
        double[][] probabilities = learner.probabilities(context.examples(), candidates);
        float[][] vectors = vectors(learner, candidates);
        started = System.nanoTime();
        picks = selector.choose(candidates, probabilities, vectors);
        millis = (System.nanoTime() - started) / 1e6;
      }
      double repeated = label(picks.positions());
      learner = train(round);
      RoundRecord record = record(round, learner, picks, repeated);
      double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
      listener.round(record.withTimes(Math.round(10 * millis) / 10.0, rounded(cpuSeconds)));
    }
  }

  /** Images that were there from the beginning, drawn with the run's seed. */
  private int[] initial() {
    List<Integer> candidates = new ArrayList<>(Arrays.stream(candidates(0)).boxed().toList());
    if (candidates.size() < run.plan().initial()) {
      throw new IllegalArgumentException(
          "pool %s has %d images in the beginning, %d are to be labelled"
              .formatted(pool.spec().name(), candidates.size(), run.plan().initial()));
    }
    Collections.shuffle(candidates, new Random(run.seed()));
    return candidates.stream().limit(run.plan().initial()).mapToInt(Integer::intValue).toArray();
  }

  private int[] candidates(int round) {
    return IntStream.range(0, pool.size())
        .filter(i -> !hasLabel[i] && pool.arrivals()[i] < Math.max(1, round))
        .toArray();
  }

  private Learner train(int round) {
    return Learner.train(
        run.plan().learner(),
        context.examples(),
        pool.labels(),
        labelled.stream().mapToInt(Integer::intValue).toArray(),
        Pool.classes(),
        run.seed() * ROUND_STRIDE + round);
  }

  private float[][] vectors(Learner learner, int[] candidates) {
    if (!run.descriptor().equals(Strategy.LEARNER)) {
      return context.descriptors(run.descriptor()).vectors();
    }
    // Also those of the labelled, which memory compares with.
    int[] all = IntStream.range(0, pool.size()).toArray();
    return centred(learner.features(context.examples(), all), candidates);
  }

  /** Minus the candidates' mean, of length 1; zero vectors stay. */
  private static float[][] centred(float[][] features, int[] candidates) {
    int size = features[0].length;
    double[] mean = new double[size];
    for (int candidate : candidates) {
      for (int d = 0; d < size; d++) {
        mean[d] += features[candidate][d] / candidates.length;
      }
    }
    for (float[] vector : features) {
      double square = 0;
      for (int d = 0; d < size; d++) {
        vector[d] -= (float) mean[d];
        square += (double) vector[d] * vector[d];
      }
      float scale = square == 0 ? 1 : (float) (1 / Math.sqrt(square));
      for (int d = 0; d < size; d++) {
        vector[d] *= scale;
      }
    }
    return features;
  }

  /** Returns the share whose source had a label already. */
  private double label(int[] positions) {
    int repeated = 0;
    List<float[]> vectors = new ArrayList<>(positions.length);
    for (int position : positions) {
      if (hasLabel[position]) {
        throw new IllegalStateException(Pool.imageId(position) + " was selected twice");
      }
      hasLabel[position] = true;
      labelled.add(position);
      repeated += sources.add(pool.sources()[position]) ? 0 : 1;
      vectors.add(context.reference().vectors()[position]);
    }
    covered.label(vectors);
    return positions.length == 0 ? 0 : (double) repeated / positions.length;
  }

  /** What was reached, without times. */
  private RoundRecord record(
      int round, Learner learner, QuerySelector.Picks picks, double repeated) {
    int[] right = new int[Pool.classes()];
    int[] tested = new int[Pool.classes()];
    Examples examples = context.examples();
    int[] test = pool.testPositions();
    double[][] probabilities = learner.probabilities(examples, test);
    for (int i = 0; i < test.length; i++) {
      int label = pool.labels()[test[i]];
      tested[label]++;
      right[label] += mostProbable(probabilities[i]) == label ? 1 : 0;
    }
    Integer[] classes = new Integer[Pool.classes()];
    Arrays.fill(classes, 0);
    labelled.forEach(position -> classes[pool.labels()[position]]++);
    return new RoundRecord(
        run.name(),
        run.configuration(),
        round,
        labelled.size(),
        rounded((double) Arrays.stream(right).sum() / test.length),
        IntStream.range(0, right.length)
            .mapToObj(k -> rounded((double) right[k] / Math.max(1, tested[k])))
            .toList(),
        List.of(classes),
        rounded(covered.share()),
        rounded(context.bias(labelled)),
        rounded(repeated),
        picks.looked(),
        picks.digest(),
        0,
        null);
  }

  private static double rounded(double value) {
    return Math.rint(value * DECIMALS) / DECIMALS;
  }

  private static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }
}
