package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Records of a producer that does everything wrong, from a seed: any bytes, times, keys, headers,
 * partitions, tombstones, duplicates, records in the wrong topic, valid records of extreme shape.
 */
final class HostileRecords {

  private static final int IMAGES = 500;
  private static final int REMEMBERED = 64;

  /** Times that clients have been seen to send: absent, the epoch, seconds, a broken clock. */
  private static final long[] TIMES = {
    -1L,
    0L,
    1L,
    1_700_000_000L,
    946_684_800_000L,
    7_258_118_400_000L,
    1_700_000_000_000_000L,
    Long.MAX_VALUE
  };

  private final TopicCatalog topics;
  private final int partitions;
  private final HostileValues values;
  private final SplittableRandom random;
  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

  /**
   * @param partitions of every topic
   */
  HostileRecords(TopicCatalog topics, int partitions, long seed) {
    this.topics = topics;
    this.partitions = partitions;
    this.random = new SplittableRandom(seed);
    this.values = new HostileValues(topics, random);
  }

  /** Returns the topics that it writes to. */
  List<Topic<?>> topics() {
    return List.of(
        topics.scores(),
        topics.descriptors(),
        topics.labels(),
        topics.policies(),
        topics.roundRequests(),
        topics.poolCommands(),
        topics.poolReports());
  }

  ProducerRecord<byte[], byte[]> next() {
    if (!sent.isEmpty() && random.nextInt(20) == 0) {
      return sent.get(random.nextInt(sent.size()));
    }
    List<Topic<?>> all = topics();
    // internal topics less often: a reader of theirs has little else to do
    Topic<?> topic =
        all.get(random.nextInt(3) > 0 ? random.nextInt(3) : random.nextInt(all.size()));
    ProducerRecord<byte[], byte[]> record =
        new Timed(topic.name(), partition(), key(topic), value(topic), time());
    headers(record.headers());
    if (sent.size() < REMEMBERED) {
      sent.add(record);
    } else {
      sent.set(random.nextInt(REMEMBERED), record);
    }
    return record;
  }

  /** A record may have a time that {@link ProducerRecord} itself refuses, as other clients send. */
  private static final class Timed extends ProducerRecord<byte[], byte[]> {

    private final long time;

    Timed(String topic, int partition, byte[] key, byte[] value, long time) {
      super(topic, partition, key, value);
      this.time = time;
    }

    @Override
    public Long timestamp() {
      return time;
    }
  }

  private int partition() {
    return random.nextInt(partitions);
  }

  private long time() {
    return random.nextInt(3) == 0
        ? TIMES[random.nextInt(TIMES.length)]
        : 1_700_000_000_000L + random.nextInt(1_000_000);
  }

  private byte[] key(Topic<?> topic) {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> bytes(1 + random.nextInt(20));
      case 3 -> "k".repeat(600).getBytes(UTF_8);
      case 4 -> "a\tb\u0000\u0085".getBytes(UTF_8);
      case 5 -> "bild-\u00e4\u4e2d\ud83d\ude00".getBytes(UTF_8);
      default ->
          (topic.name().equals(topics.poolCommands().name())
                  ? "" + partition()
                  : isOfPools(topic) ? values.pool() : "hostile-" + random.nextInt(IMAGES))
              .getBytes(UTF_8);
    };
  }

  private boolean isOfPools(Topic<?> topic) {
    return List.of(topics.policies(), topics.roundRequests(), topics.poolReports()).contains(topic);
  }

  private byte[] value(Topic<?> topic) {
    byte[] valid = values.valid(random.nextInt(12) == 0 ? topics().get(random.nextInt(5)) : topic);
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> bytes(random.nextInt(2_000));
      case 2 -> Arrays.copyOf(valid, random.nextInt(valid.length + 1));
      case 3 -> Arrays.copyOf(valid, valid.length + 1 + random.nextInt(50));
      case 4 -> withDamage(valid);
      case 5 -> withSchemaId(valid);
      default -> valid;
    };
  }

  private byte[] withDamage(byte[] valid) {
    byte[] damaged = valid.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private byte[] withSchemaId(byte[] valid) {
    byte[] other = valid.clone();
    ByteBuffer.wrap(other).putInt(1, random.nextBoolean() ? random.nextInt(30) : 1_000_000);
    return other;
  }

  private void headers(Headers headers) {
    if (random.nextInt(4) > 0) {
      return;
    }
    List<String> names =
        List.of(
            "winnow.moved-from-partition",
            "winnow.application-id",
            "winnow.dead-letter.reason",
            "winnow.dead-letter.source.offset",
            "any",
            "");
    for (int i = random.nextInt(3) == 0 ? random.nextInt(40) : 1; i > 0; i--) {
      headers.add(names.get(random.nextInt(names.size())), bytes(random.nextInt(200)));
    }
    if (random.nextInt(40) == 0) {
      headers.add("large", new byte[random.nextInt(200_000)]);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
