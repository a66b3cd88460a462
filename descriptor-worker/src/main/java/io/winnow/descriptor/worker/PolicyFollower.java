package io.winnow.descriptor.worker;

import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the policies and knows by which encoders each pool has to be described. */
final class PolicyFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);
  private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{64}");

  private final Topic<PoolPolicy> topic;
  private final Consumer<byte[], byte[]> consumer;
  private final String defaultEncoderId;
  private final Map<TopicPartition, Long> unread;
  private final Map<String, Set<String>> encodersByPool = new TreeMap<>();

  /**
   * @param consumer of bytes, without subscription; closed with this
   * @param defaultEncoderId described for all pools anyway
   */
  PolicyFollower(
      Topic<PoolPolicy> topic, Consumer<byte[], byte[]> consumer, String defaultEncoderId) {
    this.topic = topic;
    this.consumer = consumer;
    this.defaultEncoderId = defaultEncoderId;
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    unread = new HashMap<>(consumer.endOffsets(partitions));
  }

  /** Reads on for as long as {@code wait}. */
  void poll(Duration wait) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      take(record);
    }
    unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Whether all policies were read that were there at the start. */
  boolean caughtUp() {
    return unread.isEmpty();
  }

  /** What must be described besides the default encoder's descriptors of all pools. */
  Set<PoolEncoder> wanted() {
    Set<PoolEncoder> wanted = new TreeSet<>();
    encodersByPool.forEach(
        (pool, encoders) ->
            encoders.forEach(
                encoder -> {
                  if (!encoder.equals(defaultEncoderId)) {
                    wanted.add(new PoolEncoder(pool, encoder));
                  }
                }));
    return wanted;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      String pool = Keys.pool(record.key());
      if (record.value() == null) {
        encodersByPool.remove(pool);
      } else {
        encodersByPool.put(
            pool,
            encoders(topic.valueSerde().deserializer().deserialize(topic.name(), record.value())));
      }
    } catch (MalformedRecordException | IllegalArgumentException e) {
      // The streams application makes it a dead letter; the policy before it stays in force.
      LOG.warn(
          "{}-{} offset {} is no policy and is ignored: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private static Set<String> encoders(PoolPolicy policy) {
    Set<String> encoders = new HashSet<>();
    encoders.add(policy.getEncoderId());
    if (policy.getNextEncoderId() != null) {
      encoders.add(policy.getNextEncoderId());
    }
    for (String encoder : encoders) {
      if (!ENCODER_ID.matcher(encoder).matches()) {
        throw new IllegalArgumentException("encoder id must be 64 hex digits, is " + encoder);
      }
    }
    return encoders;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
