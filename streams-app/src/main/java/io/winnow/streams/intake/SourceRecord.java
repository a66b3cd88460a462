package io.winnow.streams.intake;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record as it lies in its topic.
 *
 * @param timestamp milliseconds since the epoch, as written: it may be invalid
 * @param key its bytes, or null
 * @param value its bytes, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of every record would cost
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] key,
    byte[] value,
    Headers headers) {

  /** Returns the same as the consumer has it, for a dead letter. */
  public ConsumerRecord<byte[], byte[]> consumed() {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key,
        value,
        headers,
        Optional.empty());
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
