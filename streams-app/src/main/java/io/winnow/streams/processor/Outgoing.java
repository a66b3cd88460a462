package io.winnow.streams.processor;

import io.winnow.schemas.topic.Topic;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes the records that the processors send: as bytes, so that none fails to serialise after
 * others were sent.
 */
final class Outgoing {

  private Outgoing() {}

  /**
   * @param now when it is sent, milliseconds since the epoch
   * @throws io.winnow.schemas.serde.OversizedValueException if the value is too large; names topic,
   *     key and size
   */
  static <V> Record<byte[], byte[]> record(Topic<V> topic, String key, V value, long now) {
    return new Record<>(
        topic.keySerde().serializer().serialize(topic.name(), key), topic.bytes(key, value), now);
  }
}
