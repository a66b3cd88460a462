package io.winnow.descriptor.published;

import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.topic.RecordDecoder;
import io.winnow.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds encoders in the topic. Reads it from the start for each that is asked for: that is seldom,
 * and keeping tens of megabytes of encoders nobody asks for is not worth it. For one thread.
 */
public final class PublishedEncoders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedEncoders.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final RecordDecoder<EncoderPublished> decoder;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<String, Map<TopicPartition, Long>> missedAt = new HashMap<>();

  /**
   * @param consumer of bytes, without subscription; closed with this
   */
  public PublishedEncoders(Topic<EncoderPublished> topic, Consumer<byte[], byte[]> consumer) {
    this.decoder = new RecordDecoder<>(topic);
    this.consumer = consumer;
    this.partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /**
   * Finds an encoder; one that is built in needs no topic.
   *
   * @return empty if it is not built in and not all of its pieces are in the topic (yet)
   * @throws EncoderException if the pieces do not make the encoder
   */
  public Optional<Encoder> find(String encoderId) {
    Optional<Encoder> builtIn = Encoders.builtInWithId(encoderId);
    if (builtIn.isPresent()) {
      return builtIn;
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    if (ends.equals(missedAt.get(encoderId))) {
      return Optional.empty();
    }
    Optional<Encoder> encoder = read(encoderId, ends);
    if (encoder.isEmpty()) {
      missedAt.put(encoderId, ends);
    } else {
      missedAt.remove(encoderId);
    }
    return encoder;
  }

  private Optional<Encoder> read(String encoderId, Map<TopicPartition, Long> ends) {
    PieceCollector pieces = new PieceCollector(encoderId);
    consumer.seekToBeginning(partitions);
    while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (pieces.wants(key)) {
          decoder.read(
              record.partition(),
              record.offset(),
              record.key(),
              record.value(),
              pieces::take,
              unreadable -> LOG.warn("piece of encoder {} left out: {}", encoderId, unreadable));
        }
      }
    }
    return pieces.encoder();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
