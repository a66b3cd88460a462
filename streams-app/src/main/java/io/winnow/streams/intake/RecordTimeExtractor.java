package io.winnow.streams.intake;

import io.winnow.schemas.topic.RecordTime;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Gives Kafka Streams a valid time for every record, so that a record without one reaches its
 * processor and becomes a dead letter. Kafka's own extractors throw, which ends the instance at
 * every start, or drop the record.
 */
public final class RecordTimeExtractor implements TimestampExtractor {

  /** Never written: a record's own headers cannot pass for it, whatever their names and values. */
  private record Original(long timestamp) implements Header {
    private static final String NAME = "winnow.original-timestamp";

    @Override
    public String key() {
      return NAME;
    }

    @Override
    public byte[] value() {
      return ByteBuffer.allocate(Long.BYTES).putLong(timestamp).array();
    }
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (RecordTime.valid(record.timestamp())) {
      return record.timestamp();
    }
    record.headers().add(new Original(record.timestamp()));
    return Math.max(partitionTime, RecordTime.EARLIEST);
  }

  /**
   * Returns the record with the timestamp it has in its topic, and without this class's mark.
   *
   * @param record whose time is the one extracted
   * @param from where it lies
   */
  public static SourceRecord source(Record<byte[], byte[]> record, RecordMetadata from) {
    long timestamp = record.timestamp();
    if (record.headers().lastHeader(Original.NAME) instanceof Original original) {
      record.headers().remove(Original.NAME);
      timestamp = original.timestamp();
    }
    return new SourceRecord(
        from.topic(),
        from.partition(),
        from.offset(),
        timestamp,
        record.key(),
        record.value(),
        record.headers());
  }
}
