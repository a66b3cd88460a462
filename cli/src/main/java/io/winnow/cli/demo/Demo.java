package io.winnow.cli.demo;

import io.winnow.cli.console.ProductVersion;
import io.winnow.cli.demo.model.Classifier;
import io.winnow.cli.demo.report.DemoResult;
import io.winnow.cli.demo.report.DemoSummary;
import io.winnow.cli.demo.report.PoolMap;
import io.winnow.cli.demo.report.ResultFiles;
import io.winnow.cli.demo.report.RoundOutcome;
import io.winnow.cli.demo.report.RoundSummary;
import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo on a running stack, from the first image to the written report. */
final class Demo {
  private final DemoSettings settings;
  private final FashionSample sample;
  private final Encoder encoder;
  private final Steps steps;
  private final SamplePool pool;

  /**
   * @param encoder that the stack's worker uses
   */
  Demo(DemoSettings settings, FashionSample sample, Encoder encoder, Steps steps) {
    settings.requireRoom(sample.train().count());
    this.settings = settings;
    this.sample = sample;
    this.encoder = encoder;
    this.steps = steps;
    this.pool = new SamplePool(sample.train(), DemoSettings.SEED_SET, settings.seed());
  }

  /**
   * Runs all rounds, checks them and writes the files.
   *
   * @param cluster with the topics, the worker and the streams application
   * @param out directory of the files
   */
  DemoSummary run(Cluster cluster, Path out) throws IOException, InterruptedException {
    Descriptors descriptors = new Descriptors(encoder.encoderId());
    try (PoolFeed feed = new PoolFeed(cluster, DemoSettings.POOL)) {
      feed.policy(policy());
      describe(cluster, feed, descriptors);
      DemoResult result = learn(cluster, feed);
      ResultFiles.write(out, result, pool::png, PoolMap.of(descriptors.vectors()));
      steps.say("wrote " + out.resolve(ResultFiles.REPORT));
      return result.summary();
    }
  }

  private void describe(Cluster cluster, PoolFeed feed, Descriptors descriptors) {
    List<String> imageIds = pool.imageIds();
    try (TopicReader<ImageDescribed> reader =
        new TopicReader<>(cluster, cluster.catalog().descriptors())) {
      reader.seekToEnd();
      feed.images(imageIds, pool::png);
      steps.say("published %,d images".formatted(imageIds.size()));
      descriptors.await(reader, imageIds.size(), steps.writer());
    }
    steps.say("described %,d images".formatted(imageIds.size()));
  }

  private DemoResult learn(Cluster cluster, PoolFeed feed) throws InterruptedException {
    try (RoundClient client = new RoundClient(cluster, feed)) {
      ActiveLearning learning =
          new ActiveLearning(
              pool, sample.test(), feed, client, backlog(cluster), settings.seed(), steps);
      double seedAccuracy = learning.begin();
      List<ActiveLearning.Round> rounds = new ArrayList<>();
      for (int round = 1; round <= settings.rounds(); round++) {
        rounds.add(learning.next(round, settings.budget()));
      }
      RoundRecords records = RoundRecords.read(cluster, pool::labelOf);
      records.verify(settings.rounds(), settings.budget());
      return new DemoResult(summary(seedAccuracy, rounds), outcomes(rounds, records));
    }
  }

  private static Backlog backlog(Cluster cluster) {
    TopicCatalog topics = cluster.catalog();
    String group =
        (String) StreamsAppConfig.configDef().defaultValues().get(StreamsAppConfig.APPLICATION_ID);
    return new Backlog(
        cluster,
        group,
        List.of(topics.policies(), topics.descriptors(), topics.labels(), topics.scores()));
  }

  private static List<RoundOutcome> outcomes(
      List<ActiveLearning.Round> rounds, RoundRecords records) {
    return rounds.stream()
        .map(
            round -> {
              long number = round.manifest().getRound();
              return new RoundOutcome(
                  round.summary(),
                  round.manifest(),
                  records.queries(number),
                  records.decisions(number));
            })
        .toList();
  }

  private PoolPolicy policy() {
    return PoolPolicy.newBuilder()
        .setBudget(settings.budget())
        .setEncoderId(encoder.encoderId())
        .setDescriptorSize(encoder.descriptorSize())
        .build();
  }

  private DemoSummary summary(double seedAccuracy, List<ActiveLearning.Round> rounds) {
    PoolPolicy policy = policy();
    List<RoundSummary> summaries = rounds.stream().map(ActiveLearning.Round::summary).toList();
    return new DemoSummary(
        ProductVersion.number(),
        DemoSettings.POOL,
        new DemoSummary.Policy(
            policy.getMeasure(), policy.getResampler(), policy.getSr(), policy.getBudget()),
        encoder.encoderId(),
        Classifier.NAME,
        settings.seed(),
        sample.train().count(),
        sample.test().count(),
        DemoSettings.SEED_SET,
        seedAccuracy,
        steps.seconds(),
        summaries);
  }
}
