package io.winnow.schemas.topic;

import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.serde.RegistryAvroSerde;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;

/**
 * A topic with everything that makes its records readable. The serdes are shared and thread-safe.
 *
 * @param <V> type of the values
 * @param name full name, prefix included
 * @param keySerde keys are UTF-8 strings
 * @param valueSerde values; refuses those over {@code maxMessageBytes}
 * @param cleanupPolicy what the broker removes
 * @param retention how long records stay; empty: for ever
 * @param partitioning what decides the partition
 * @param maxMessageBytes largest serialised value, in bytes
 */
public record Topic<V>(
    String name,
    Serde<String> keySerde,
    Serde<V> valueSerde,
    CleanupPolicy cleanupPolicy,
    Optional<Duration> retention,
    Partitioning partitioning,
    int maxMessageBytes) {

  /** Room beyond the value that the broker grants a batch: key, headers and framing, in bytes. */
  public static final int OVERHEAD_BYTES = 64 * 1024;

  /** How far a record's timestamp may be from the broker's clock, in milliseconds. */
  static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

  public Topic {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(keySerde, "keySerde");
    Objects.requireNonNull(valueSerde, "valueSerde");
    Objects.requireNonNull(cleanupPolicy, "cleanupPolicy");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(partitioning, "partitioning");
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "topic " + name + ": maxMessageBytes must be at least 1, was " + maxMessageBytes);
    }
  }

  /**
   * A record for a plain producer with byte array serializers, partitioned by its key.
   *
   * @throws OversizedValueException if the value is too large; names topic, key and size
   */
  public ProducerRecord<byte[], byte[]> record(String key, V value) {
    return record(null, null, key, value);
  }

  /**
   * A record for a plain producer with byte array serializers.
   *
   * @param partition null: by the key; must be given where the partitioning is explicit
   * @param timestamp milliseconds since the epoch; null: the producer's clock
   * @param value null: a tombstone
   * @throws OversizedValueException if the value is too large; names topic, key and size
   */
  public ProducerRecord<byte[], byte[]> record(
      Integer partition, Long timestamp, String key, V value) {
    if (partitioning == Partitioning.EXPLICIT && partition == null) {
      throw new IllegalArgumentException(
          "topic " + name + ": the writer must name the partition of key " + key);
    }
    return new ProducerRecord<>(
        name, partition, timestamp, keySerde.serializer().serialize(name, key), bytes(key, value));
  }

  /**
   * The value as it is written.
   *
   * @param key of its record, to be named in errors
   * @throws OversizedValueException if the value is too large; names topic, key and size
   */
  public byte[] bytes(String key, V value) {
    try {
      return valueSerde.serializer().serialize(name, value);
    } catch (OversizedValueException e) {
      throw e.withKey(key);
    }
  }

  /** The schema of the values; empty where they are plain bytes. */
  public Optional<Schema> valueSchema() {
    return valueSerde instanceof RegistryAvroSerde<?> avro
        ? Optional.of(avro.schema())
        : Optional.empty();
  }

  /** The largest batch the broker must take, in bytes: the topic's {@code max.message.bytes}. */
  public int maxBatchBytes() {
    return Math.addExact(maxMessageBytes, OVERHEAD_BYTES);
  }

  /**
   * Settings with which the topic is created. It takes records of any time: {@link RecordTime}
   * decides where they are read, the same for each broker and each topic. A broker that refused
   * one, as those from 4.0 do with what is an hour ahead, would refuse records that Winnow passes
   * on, and with them the transaction that they are a part of.
   */
  public Map<String, String> config() {
    String retentionMs = Long.toString(retention.map(Duration::toMillis).orElse(-1L));
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
        ANY_TIME,
        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
        ANY_TIME,
        TopicConfig.CLEANUP_POLICY_CONFIG,
        cleanupPolicy.config(),
        TopicConfig.RETENTION_MS_CONFIG,
        retentionMs,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(maxBatchBytes()));
  }
}
