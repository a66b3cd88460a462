package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.benchmarks.BulkPublisher;
import io.winnow.benchmarks.EmbeddedCluster;
import io.winnow.benchmarks.GroupProgress;
import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.query.QuerySettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Chooses as users do: descriptors, scores and labels go into topics, a round is asked for, and the
 * query set comes back from a topic. The streams application must run.
 */
final class KafkaSelector implements QuerySelector, AutoCloseable {
  private static final String NO_PICTURE = "0".repeat(64);
  private static final String ENCODER = "e".repeat(64);

  private final String pool;
  private final QuerySettings settings;
  private final String measure;
  private final TopicCatalog topics;
  private final BulkPublisher publisher;
  private final GroupProgress progress;
  private final List<String> classes;
  private final CommittedReader<AnnotationRequested> annotations;
  private final CommittedReader<RoundClosed> manifests;
  private int[] chosen = new int[0];
  private int round;

  /**
   * @param pool name of the pool, one that the cluster does not have yet
   */
  KafkaSelector(
      String pool,
      QuerySettings settings,
      String measure,
      int classes,
      EmbeddedCluster cluster,
      TopicCatalog topics,
      GroupProgress progress) {
    this.pool = pool;
    this.settings = settings;
    this.measure = measure;
    this.topics = topics;
    this.progress = progress;
    this.classes = IntStream.range(0, classes).mapToObj(k -> "class-" + k).toList();
    this.publisher = new BulkPublisher(cluster, topics, pool);
    this.annotations = new CommittedReader<>(cluster, topics.annotationRequests());
    this.manifests = new CommittedReader<>(cluster, topics.rounds());
  }

  @Override
  public Picks choose(int[] candidates, double[][] probabilities, float[][] vectors)
      throws InterruptedException {
    if (round == 0) {
      publish(Stream.of(policy(vectors[0].length)));
      publish(IntStream.range(0, vectors.length).mapToObj(i -> descriptor(i, vectors[i])));
    }
    publish(Arrays.stream(chosen).mapToObj(this::label));
    publish(
        IntStream.range(0, candidates.length)
            .mapToObj(i -> score(candidates[i], probabilities[i])));
    round++;
    String requestId = pool + "-" + round;
    RoundRequested request = new RoundRequested(requestId, settings.budget(), "experiment", null);
    publish(Stream.of(topics.roundRequests().record(pool, request)));
    RoundClosed manifest =
        manifests.await(1, (key, closed) -> requestId.equals(closed.getRequestId())).get(0).value();
    List<CommittedReader.Keyed<AnnotationRequested>> querySet =
        new ArrayList<>(
            annotations.await(
                manifest.getSelected(),
                (key, asked) -> pool.equals(asked.getPool()) && asked.getRound() == round));
    querySet.sort((a, b) -> Integer.compare(a.value().getRank(), b.value().getRank()));
    chosen = querySet.stream().mapToInt(asked -> Pool.position(asked.key())).toArray();
    return new Picks(chosen.clone(), manifest.getShortlisted(), manifest.getSelectionDigest());
  }

  private void publish(Stream<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    progress.await(publisher.publish(records).ends());
  }

  private ProducerRecord<byte[], byte[]> policy(int dimension) {
    return topics
        .policies()
        .record(
            pool,
            PoolPolicy.newBuilder()
                .setBudget(settings.budget())
                .setMeasure(measure)
                .setResampler(settings.resampling().resampler())
                .setSr(settings.resampling().sr())
                .setMaxSr(settings.resampling().maxSr())
                .setSimilarityThreshold(settings.resampling().similarityThreshold())
                .setSeed(settings.resampling().seed())
                .setMemoryRounds(settings.memory().rounds())
                .setMemoryCosine(settings.memory().cosine())
                .setEncoderId(ENCODER)
                .setDescriptorSize(dimension)
                .build());
  }

  private ProducerRecord<byte[], byte[]> descriptor(int position, float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    String imageId = Pool.imageId(position);
    ImageDescribed described =
        ImageDescribed.newBuilder()
            .setPool(pool)
            .setEncoderId(ENCODER)
            .setVector(bytes)
            .setImage(new ImageRef("file:/pool/" + imageId, NO_PICTURE, 1, 1))
            .build();
    return topics.descriptors().record(imageId, described);
  }

  private ProducerRecord<byte[], byte[]> score(int position, double[] probabilities) {
    ModelScored scored =
        ModelScored.newBuilder()
            .setPool(pool)
            .setModel("experiment")
            .setModelVersion(Integer.toString(round))
            .setPrediction(
                new Classification(classes, Arrays.stream(probabilities).boxed().toList()))
            .build();
    return topics.scores().record(Pool.imageId(position), scored);
  }

  private ProducerRecord<byte[], byte[]> label(int position) {
    ImageLabelled labelled =
        ImageLabelled.newBuilder().setPool(pool).setLabel("known").setSource("experiment").build();
    return topics.labels().record(Pool.imageId(position), labelled);
  }

  @Override
  public void close() {
    publisher.close();
    annotations.close();
    manifests.close();
  }

  /** Refuses a run that Kafka cannot have: descriptors do not change there. */
  static void requirePossible(ExperimentRun run) {
    if (run.descriptor().equals(Strategy.LEARNER)) {
      throw new BenchmarkException(
          run.name() + ": a descriptor in a topic never changes, the learner's features do");
    }
  }
}
