package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Input with a known answer: a synthetic pool whose records come shuffled and partly twice,
 * pictures for a worker, and records that nobody can use. Some records are from producers whose
 * clocks jumped.
 *
 * @param pool candidates of the rounds
 * @param pictures number of images for the worker
 * @param unusable number of records that must become dead letters
 * @param seed of the order
 */
record KnownWorkload(SyntheticPool pool, int pictures, int unusable, long seed) {

  static final String PICTURE_POOL = "pictures";

  private static final double REPEATED = 0.2;
  private static final double JUMPED = 0.1;

  /** A broker refuses records more than an hour ahead of its own clock. */
  private static final List<Duration> JUMPS =
      List.of(Duration.ofMinutes(50), Duration.ofDays(-1), Duration.ofDays(-3650));

  private static final byte[] GARBAGE = {1, 2, 3};

  /** All records in an order that is the same for the same seed, in so many slices. */
  List<List<ProducerRecord<byte[], byte[]>>> slices(TopicCatalog topics, int slices)
      throws IOException {
    Random random = new Random(seed);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(pool.records(topics));
    Collections.shuffle(records, random);
    for (ProducerRecord<byte[], byte[]> record : List.copyOf(records)) {
      if (random.nextDouble() < REPEATED) {
        records.add(random.nextInt(records.size()), record);
      }
    }
    FashionPictures files = FashionPictures.load();
    for (int i = 0; i < pictures; i++) {
      records.add(random.nextInt(records.size()), picture(topics, i, files.png(i)));
    }
    for (int i = 0; i < unusable; i++) {
      records.add(
          random.nextInt(records.size()),
          new ProducerRecord<>(topics.scores().name(), pictureId(i).getBytes(UTF_8), GARBAGE));
    }
    records.replaceAll(record -> random.nextDouble() < JUMPED ? jumped(record, random) : record);
    int size = records.size();
    return IntStream.range(0, slices)
        .mapToObj(i -> records.subList(size * i / slices, size * (i + 1) / slices))
        .toList();
  }

  /** Ids of the pictures. */
  List<String> pictureIds() {
    return IntStream.range(0, pictures).mapToObj(KnownWorkload::pictureId).toList();
  }

  private static ProducerRecord<byte[], byte[]> picture(
      TopicCatalog topics, int index, byte[] file) {
    return topics
        .images()
        .record(
            pictureId(index),
            ImageReceived.newBuilder()
                .setPool(PICTURE_POOL)
                .setBytes(ByteBuffer.wrap(file))
                .build());
  }

  private static ProducerRecord<byte[], byte[]> jumped(
      ProducerRecord<byte[], byte[]> record, Random random) {
    Duration jump = JUMPS.get(random.nextInt(JUMPS.size()));
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        Instant.now().plus(jump).toEpochMilli(),
        record.key(),
        record.value());
  }

  private static String pictureId(int index) {
    return "picture-%04d".formatted(index);
  }
}
