package io.winnow.integration;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Candidates without pictures: descriptors that crowd around a few centres and scores, all from a
 * seed, so that two runs get the same input.
 *
 * @param pool name
 * @param size number of candidates
 * @param seed of everything random
 */
record SyntheticPool(String pool, int size, long seed) {

  static final String ENCODER = "5e".repeat(32);
  static final int DIMENSION = 16;

  private static final int CENTRES = 40;
  private static final double SPREAD = 0.1;
  private static final List<String> CLASSES = List.of("ok", "scratch", "dent");

  /** A policy whose rounds drop near repetitions. */
  static PoolPolicy policy(int budget) {
    return PoolPolicy.newBuilder()
        .setBudget(budget)
        .setEncoderId(ENCODER)
        .setDescriptorSize(DIMENSION)
        .build();
  }

  /** A descriptor and a score of every candidate. */
  List<ProducerRecord<byte[], byte[]>> records(TopicCatalog topics) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] centres = new double[CENTRES][];
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = random.doubles(DIMENSION, -1, 1).toArray();
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String imageId = "%s-%05d".formatted(pool, i);
      records.add(topics.descriptors().record(imageId, described(centres, random)));
      records.add(topics.scores().record(imageId, scored(random)));
    }
    return records;
  }

  private ImageDescribed described(double[][] centres, SplittableRandom random) {
    double[] vector = centres[random.nextInt(CENTRES)].clone();
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += random.nextDouble(-SPREAD, SPREAD);
      squares += vector[i] * vector[i];
    }
    ByteBuffer bytes = ByteBuffer.allocate(DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double component : vector) {
      bytes.putFloat((float) (component / Math.sqrt(squares)));
    }
    return ImageDescribed.newBuilder()
        .setPool(pool)
        .setEncoderId(ENCODER)
        .setVector(bytes.flip())
        .setImage(new ImageRef("file:/camera/1.png", "0".repeat(64), 28, 28))
        .setAttributes(Map.of())
        .build();
  }

  private ModelScored scored(SplittableRandom random) {
    double[] weights = random.doubles(CLASSES.size(), 0.01, 1).toArray();
    double sum = weights[0] + weights[1] + weights[2];
    return ModelScored.newBuilder()
        .setPool(pool)
        .setModel("net")
        .setModelVersion("1")
        .setPrediction(
            new Classification(
                CLASSES, List.of(weights[0] / sum, weights[1] / sum, weights[2] / sum)))
        .build();
  }
}
