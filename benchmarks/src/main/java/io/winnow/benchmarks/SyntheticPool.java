package io.winnow.benchmarks;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.uncertainty.Measure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A pool of made-up candidates: random unit vectors and random class probabilities. Seeded by the
 * candidate's number, so every run publishes the same.
 */
final class SyntheticPool {

  static final int CLASSES = 10;

  private static final String ENCODER = "5e".repeat(32);
  private static final String NO_PICTURE = "0".repeat(64);
  private static final int SIDE = 28;
  private static final List<String> CLASS_NAMES =
      IntStream.range(0, CLASSES).mapToObj(index -> "class-" + index).toList();

  private final TopicCatalog topics;
  private final String pool;
  private final int dimension;

  SyntheticPool(TopicCatalog topics, String pool, int dimension) {
    this.topics = topics;
    this.pool = pool;
    this.dimension = dimension;
  }

  String name() {
    return pool;
  }

  /** Entropy and budgeted-nms; rounds on request only. */
  ProducerRecord<byte[], byte[]> policy(int budget, double sr) {
    PoolPolicy policy =
        PoolPolicy.newBuilder()
            .setBudget(budget)
            .setMeasure(Measure.ENTROPY.label())
            .setResampler(Resamplers.BUDGETED_NMS)
            .setSr(sr)
            .setEncoderId(ENCODER)
            .setDescriptorSize(dimension)
            .build();
    return topics.policies().record(pool, policy);
  }

  ProducerRecord<byte[], byte[]> descriptor(int candidate) {
    ImageDescribed described =
        ImageDescribed.newBuilder()
            .setPool(pool)
            .setEncoderId(ENCODER)
            .setVector(unitVector(new SplittableRandom(candidate)))
            .setImage(new ImageRef("file:/pool/" + imageId(candidate), NO_PICTURE, SIDE, SIDE))
            .build();
    return topics.descriptors().record(imageId(candidate), described);
  }

  /**
   * A score of ten classes.
   *
   * @param version of the model; another version gives other probabilities
   */
  ProducerRecord<byte[], byte[]> score(int candidate, int version) {
    ModelScored scored =
        ModelScored.newBuilder()
            .setPool(pool)
            .setModel("synthetic")
            .setModelVersion(Integer.toString(version))
            .setPrediction(
                new Classification(
                    CLASS_NAMES,
                    probabilities(new SplittableRandom(((long) version << 32) | candidate))))
            .build();
    return topics.scores().record(imageId(candidate), scored);
  }

  private String imageId(int candidate) {
    return String.format("%s-%07d", pool, candidate);
  }

  private ByteBuffer unitVector(SplittableRandom random) {
    double[] vector = random.doubles(dimension, -1, 1).toArray();
    double squared = 0;
    for (double entry : vector) {
      squared += entry * entry;
    }
    double length = Math.sqrt(squared);
    ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double entry : vector) {
      bytes.putFloat((float) (entry / length));
    }
    return bytes.flip();
  }

  private static List<Double> probabilities(SplittableRandom random) {
    double[] weights = random.doubles(CLASSES, 0.01, 1).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    List<Double> probabilities = new ArrayList<>(CLASSES);
    for (double weight : weights) {
      probabilities.add(weight / sum);
    }
    return probabilities;
  }
}
