package io.winnow.cli.demo;

import io.winnow.cli.demo.model.Classifier;
import io.winnow.cli.demo.report.RoundSummary;
import io.winnow.cli.demo.sample.LabelledImages;
import io.winnow.schemas.RoundClosed;
import java.util.List;
import java.util.Locale;

/**
 * The closed loop: score the pool, ask for a round, label what comes, train again. Beside it, the
 * same classifier learns from random picks.
 */
final class ActiveLearning {
  private static final String SEED_SOURCE = "seed set";
  private static final String ORACLE = "oracle";

  private final SamplePool pool;
  private final LabelledImages test;
  private final PoolFeed feed;
  private final RoundClient rounds;
  private final Backlog backlog;
  private final long seed;
  private final Steps steps;

  private Classifier model;
  private double accuracy;

  ActiveLearning(
      SamplePool pool,
      LabelledImages test,
      PoolFeed feed,
      RoundClient rounds,
      Backlog backlog,
      long seed,
      Steps steps) {
    this.pool = pool;
    this.test = test;
    this.feed = feed;
    this.rounds = rounds;
    this.backlog = backlog;
    this.seed = seed;
    this.steps = steps;
  }

  /**
   * Takes the seed set out of the pool, trains the first model on it and scores the pool.
   *
   * @return its test accuracy, 0..1
   */
  double begin() throws InterruptedException {
    feed.labels(pool.labelledIds(), pool::labelOf, SEED_SOURCE);
    train("the seed set");
    score("seed");
    return accuracy;
  }

  /** Runs one round and trains on what it brought. */
  Round next(int round, int budget) throws InterruptedException {
    QuerySet querySet = rounds.request(round, budget);
    RoundClosed manifest = querySet.manifest();
    steps.say(
        String.format(
            Locale.ROOT,
            "round %d: %d selected of %d shortlisted, query set after %.2f s",
            round,
            manifest.getSelected(),
            manifest.getShortlisted(),
            querySet.seconds()));
    List<String> selected = querySet.imageIds();
    feed.labels(selected, pool::label, ORACLE);
    train("%d labels".formatted(pool.labelledIds().size()));
    int labelled = pool.labelledIds().size();
    double randomAccuracy = Classifier.train(pool.randomlyLabelled(labelled), seed).accuracy(test);
    steps.say(
        String.format(
            Locale.ROOT, "round %d: random picks reach %.1f %%", round, 100 * randomAccuracy));
    score("round-" + round);
    return new Round(manifest, summary(manifest, querySet, labelled, randomAccuracy));
  }

  private void train(String labels) {
    model = Classifier.train(pool.labelledImages(), seed);
    accuracy = model.accuracy(test);
    steps.say(
        String.format(Locale.ROOT, "trained on %s: test accuracy %.1f %%", labels, 100 * accuracy));
  }

  private void score(String version) throws InterruptedException {
    List<String> imageIds = pool.unlabelledIds();
    feed.scores(imageIds, model.probabilities(pool.unlabelledImages()), Classifier.NAME, version);
    backlog.awaitEmpty();
    steps.say("scored %,d images of the pool".formatted(imageIds.size()));
  }

  private RoundSummary summary(
      RoundClosed manifest, QuerySet querySet, int labelled, double randomAccuracy) {
    return new RoundSummary(
        manifest.getRound(),
        manifest.getEligible(),
        manifest.getShortlisted(),
        manifest.getSelected(),
        labelled,
        manifest.getMeanUncertainty(),
        manifest.getNearestPairBefore(),
        manifest.getNearestPairAfter(),
        manifest.getCoverageBefore(),
        manifest.getCoverageAfter(),
        manifest.getCoverageDelta(),
        manifest.getSimilarityThreshold(),
        accuracy,
        randomAccuracy,
        querySet.seconds(),
        manifest.getSelectionDigest());
  }

  /**
   * A round that is over.
   *
   * @param manifest from the topic
   * @param summary its figures, with the accuracies
   */
  record Round(RoundClosed manifest, RoundSummary summary) {}
}
