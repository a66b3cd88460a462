package io.winnow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.cli.embedded.EmbeddedKafka;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.topic.Topic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What strangers write into topics that are not theirs. */
final class BadRecords {

  private static final byte[] UNKNOWN_SCHEMA = {0, 0x7f, 0x12, 0x34, 0x56, 2, 4, 6};

  private BadRecords() {}

  /** Key and value. */
  private record Pair(byte[] key, byte[] value) {}

  /** Writes one of every kind to a topic and returns how many. */
  static int writeTo(EmbeddedKafka kafka, Topic<?> topic, String key) throws Exception {
    Map<String, Pair> kinds = kinds(topic, key);
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      for (Pair pair : kinds.values()) {
        producer.send(new ProducerRecord<>(topic.name(), 0, pair.key, pair.value)).get();
      }
    }
    return kinds.size();
  }

  /** Writes one record. */
  static void write(EmbeddedKafka kafka, Topic<?> topic, String key, byte[] value)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      producer
          .send(new ProducerRecord<>(topic.name(), key == null ? null : key.getBytes(UTF_8), value))
          .get();
    }
  }

  private static Map<String, Pair> kinds(Topic<?> topic, String key) {
    byte[] good = key.getBytes(UTF_8);
    byte[] otherType = score();
    Map<String, Pair> kinds = new LinkedHashMap<>();
    kinds.put("garbage", new Pair(good, new byte[] {1, 2, 3}));
    kinds.put("empty", new Pair(good, new byte[0]));
    kinds.put("text", new Pair(good, "{\"pool\":\"kept\"}".getBytes(UTF_8)));
    kinds.put("unknown schema", new Pair(good, UNKNOWN_SCHEMA));
    kinds.put("another type", new Pair(good, otherType));
    kinds.put("cut", new Pair(good, Arrays.copyOf(otherType, 9)));
    kinds.put("no UTF-8", new Pair(new byte[] {(byte) 0xff, (byte) 0xfe}, otherType));
    kinds.put("control", new Pair("a\u0000b".getBytes(UTF_8), otherType));
    if (!topic.cleanupPolicy().config().equals("compact")) {
      // Of a compacted topic brokers take no record without a key.
      kinds.put("no key", new Pair(null, otherType));
      kinds.put("neither", new Pair(null, null));
      kinds.put("no value", new Pair(good, null));
    }
    return kinds;
  }

  private static byte[] score() {
    return Topics.catalog()
        .scores()
        .record(
            "image",
            ModelScored.newBuilder()
                .setPool("kept")
                .setModel("m")
                .setModelVersion("1")
                .setPrediction(
                    Classification.newBuilder()
                        .setClasses(List.of("a", "b"))
                        .setProbabilities(List.of(0.5, 0.5))
                        .build())
                .build())
        .value();
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
