package io.winnow.cli.demo;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Everything the demo writes: what users, their models and their annotators write in earnest. */
final class PoolFeed implements AutoCloseable {
  private static final String PNG = "image/png";
  private static final String REQUESTED_BY = "winnow demo";

  private final String pool;
  private final TopicCatalog topics;
  private final RecordPublisher publisher;

  PoolFeed(Cluster cluster, String pool) {
    this.pool = pool;
    this.topics = cluster.catalog();
    this.publisher = new RecordPublisher(cluster);
  }

  void policy(PoolPolicy policy) {
    publisher.publish(topics.policies().record(pool, policy));
    publisher.flush();
  }

  /** Publishes pictures inline, so that the demo needs no directory the worker may read. */
  void images(List<String> imageIds, Function<String, byte[]> png) {
    for (String imageId : imageIds) {
      ImageReceived image =
          ImageReceived.newBuilder()
              .setPool(pool)
              .setBytes(ByteBuffer.wrap(png.apply(imageId)))
              .setContentType(PNG)
              .build();
      publisher.publish(topics.images().record(imageId, image));
    }
    publisher.flush();
  }

  /**
   * Publishes a model's scores.
   *
   * @param probabilities one row per image id, one column per class
   */
  void scores(List<String> imageIds, double[][] probabilities, String model, String modelVersion) {
    for (int i = 0; i < probabilities.length; i++) {
      List<Double> row = Arrays.stream(probabilities[i]).boxed().toList();
      ModelScored score =
          ModelScored.newBuilder()
              .setPool(pool)
              .setModel(model)
              .setModelVersion(modelVersion)
              .setPrediction(new Classification(FashionSample.CLASSES, row))
              .build();
      publisher.publish(topics.scores().record(imageIds.get(i), score));
    }
    publisher.flush();
  }

  void labels(List<String> imageIds, Function<String, String> oracle, String source) {
    for (String imageId : imageIds) {
      ImageLabelled label =
          ImageLabelled.newBuilder()
              .setPool(pool)
              .setLabel(oracle.apply(imageId))
              .setSource(source)
              .build();
      publisher.publish(topics.labels().record(imageId, label));
    }
    publisher.flush();
  }

  /** Asks for a round; returns when Kafka has the request. */
  void requestRound(String requestId) {
    RoundRequested request =
        RoundRequested.newBuilder().setRequestId(requestId).setRequestedBy(REQUESTED_BY).build();
    publisher.publish(topics.roundRequests().record(pool, request));
    publisher.flush();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
