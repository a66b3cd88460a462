package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.EmbeddedCluster;
import io.winnow.benchmarks.GroupProgress;
import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run whose query sets come from the streams application, in an embedded cluster of its own. */
final class ThroughKafka {
  private static final String APPLICATION = "experiment";

  private ThroughKafka() {}

  static List<RoundRecord> run(ExperimentRun run, PoolContext context)
      throws IOException, InterruptedException {
    KafkaSelector.requirePossible(run);
    List<RoundRecord> rounds = new ArrayList<>();
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      TopicCatalog topics =
          cluster.createTopics(TopicCatalog.DEFAULT_PREFIX, TopicCatalog.DEFAULT_PARTITIONS);
      Map<String, Object> settings = new HashMap<>(cluster.connection());
      settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
      settings.put(StreamsAppConfig.STATE_DIR, cluster.directory().resolve(APPLICATION).toString());
      try (StreamsRunner streams = EmbeddedCluster.startStreams(new StreamsAppConfig(settings));
          KafkaSelector selector =
              new KafkaSelector(
                  "experiment",
                  ExperimentRunner.settings(run, context),
                  run.strategy().measure(),
                  Pool.classes(),
                  cluster,
                  topics,
                  new GroupProgress(cluster.admin(), APPLICATION, streams::healthy))) {
        new ClosedLoop(run, context, selector).run(rounds::add);
      }
    }
    return rounds;
  }
}
