package io.winnow.benchmarks;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records per second of an audit's replay beside the live application's intake of the same. */
@Command(
    name = "audit-replay",
    description = "Records/s of an audit's replay beside the live intake of the same records.")
final class AuditReplay implements Callable<Integer> {

  private static final String APPLICATION = "winnow-streams";
  private static final String POOL = "audited";

  @Mixin private ReportOutput output;

  @Mixin private StreamsOptions streamsOptions;

  @Option(
      names = "--pool-size",
      paramLabel = "N",
      description = "Images with a descriptor and a score (default: ${DEFAULT-VALUE}).")
  private int poolSize = 100_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that are verified (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images of a round (default: ${DEFAULT-VALUE}).")
  private int budget = 1_000;

  @Option(
      names = "--replays",
      paramLabel = "N",
      description = "How often they are verified (default: ${DEFAULT-VALUE}).")
  private int replays = 3;

  @Override
  public Integer call() throws Exception {
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      TopicCatalog topics =
          cluster.createTopics(TopicCatalog.DEFAULT_PREFIX, streamsOptions.partitions());
      double ingested = makeRounds(cluster, topics);
      List<Double> replayed = new ArrayList<>();
      for (int i = 0; i < replays; i++) {
        replayed.add(replay(cluster, topics));
      }
      Samples samples = new Samples(replayed);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("pool", poolSize);
      row.put("rounds verified", rounds);
      row.put("live intake, records/s", ingested);
      row.put("replay, records/s, median", samples.median());
      row.put("min", samples.min());
      row.put("max", samples.max());
      row.put("ratio", samples.median() / ingested);
      output.publish(
          "Replay of an audit beside live intake",
          method(),
          List.of(row),
          sizes(new TopicSizes(cluster.admin()).of(topics.all(), streamsOptions.partitions())));
    }
    return 0;
  }

  /** Returns the records per second that the live application took in. */
  private double makeRounds(EmbeddedCluster cluster, TopicCatalog topics) throws Exception {
    StreamsAppConfig config = streamsOptions.config(cluster, APPLICATION);
    SyntheticPool pool = new SyntheticPool(topics, POOL, streamsOptions.dimension());
    try (BulkPublisher publisher = new BulkPublisher(cluster, topics, "audit");
        StreamsRunner streams = EmbeddedCluster.startStreams(config);
        RoundProbe probe = new RoundProbe(cluster, topics, publisher)) {
      GroupProgress progress = new GroupProgress(cluster.admin(), APPLICATION, streams::healthy);
      progress.await(publisher.publish(Stream.of(pool.policy(budget, 1.2))).ends());
      output.progress("filling a pool with %,d images".formatted(poolSize));
      BulkPublisher.Backlog backlog =
          publisher.publish(
              IntStream.range(0, poolSize)
                  .boxed()
                  .flatMap(number -> Stream.of(pool.descriptor(number), pool.score(number, 0))));
      double seconds = (progress.await(backlog.ends()) - backlog.commitNanos()) / 1e9;
      for (int round = 0; round < rounds; round++) {
        probe.run(POOL, budget, budget);
      }
      return 2.0 * poolSize / seconds;
    }
  }

  /** Returns the records per second of one audit of all rounds, from the first record on. */
  private double replay(EmbeddedCluster cluster, TopicCatalog topics) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    long[] records = {0};
    long start = System.nanoTime();
    try (RecordSource source = new KafkaRecordSource(cluster.connection());
        ReplayState state = ReplayState.inMemory()) {
      new PoolAudit(POOL, source, topics)
          .verify(1, rounds, state, more -> records[0] += more, verdicts::add);
    }
    double perSecond = records[0] / ((System.nanoTime() - start) / 1e9);
    verdicts.forEach(AuditReplay::requireVerified);
    output.progress(
        "%d rounds verified from %,d records, %,.0f records/s"
            .formatted(verdicts.size(), records[0], perSecond));
    return perSecond;
  }

  private static void requireVerified(RoundVerdict verdict) {
    if (verdict.verdict() != Verdict.VERIFIED) {
      throw new BenchmarkException("round " + verdict.round() + ": " + verdict.findings());
    }
  }

  /** Of the topics that grow with images; the others have a few records for each round. */
  private List<String> sizes(List<TopicSizes.Size> sizes) {
    return sizes.stream()
        .filter(size -> size.records() >= budget)
        .map(
            size ->
                "%s: %,d records, %.0f MB a million on the disk of one replica, uncompressed"
                    .formatted(size.topic(), size.records(), size.bytesPerRecord()))
        .toList();
  }

  private List<String> method() {
    return List.of(
        String.format(
            "A pool of random %d-d unit vectors and random scores, a descriptor and a score for each"
                + " image; rounds of %d. Live intake: from the commit of all these records until the"
                + " application has committed that it folded them in.",
            streamsOptions.dimension(), budget),
        streamsOptions.text(),
        "Replay: winnow audit verify over all rounds, in memory, from the first record, a thread per"
            + " core; decoding, folding, input digests, deciding and comparing. Every round must verify.");
  }
}
