package io.winnow.streams.processor;

import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.SourceRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dead letters of rejected records and says so in the log. */
final class DeadLetterOffice {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

  private final DeadLetters letters;

  DeadLetterOffice(TopicCatalog topics) {
    letters = new DeadLetters(topics.deadLetters(), "streams");
  }

  /**
   * Returns the dead letter, stamped with the wall clock so that retention starts now.
   *
   * @param cause gives the stack head, or null
   */
  Record<byte[], byte[]> letter(SourceRecord source, String reason, Throwable cause, long now) {
    LOG.warn("{} goes to the dead letters: {}", source, reason);
    ProducerRecord<byte[], byte[]> letter =
        cause == null
            ? letters.of(source.consumed(), reason)
            : letters.of(source.consumed(), reason, cause);
    return new Record<>(letter.key(), letter.value(), now, letter.headers());
  }
}
