package io.winnow.streams.processor;

import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.RejectedRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dead letters of rejected records and says so in the log. */
final class DeadLetterOffice {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

  private final DeadLetters letters;

  DeadLetterOffice(TopicCatalog topics) {
    letters = new DeadLetters(topics.deadLetters(), "streams");
  }

  /** Returns the dead letter, stamped with the wall clock so that retention starts now. */
  Record<byte[], byte[]> letter(
      Record<byte[], byte[]> record,
      RecordMetadata from,
      RejectedRecordException rejection,
      long now) {
    LOG.warn(
        "{}-{}@{} goes to the dead letters: {}",
        from.topic(),
        from.partition(),
        from.offset(),
        rejection.getMessage());
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>(
            from.topic(),
            from.partition(),
            from.offset(),
            record.timestamp(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    ProducerRecord<byte[], byte[]> letter =
        rejection.getCause() == null
            ? letters.of(source, rejection.getMessage())
            : letters.of(source, rejection.getMessage(), rejection.getCause());
    return new Record<>(letter.key(), letter.value(), now, letter.headers());
  }
}
