package io.winnow.cli.deadletter;

import io.winnow.schemas.deadletter.DeadLetter;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.serde.OneLine;
import io.winnow.schemas.topic.UnreadableRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of the topic of dead letters.
 *
 * @param record as it lies there
 * @param letter what its headers say
 */
record StoredLetter(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {

  private static final Pattern LEFT_OUT = Pattern.compile("\\(value of \\d+ bytes left out\\)");

  /**
   * Reads the headers.
   *
   * @param unreadable told of a record that is no dead letter
   */
  static Optional<StoredLetter> of(
      ConsumerRecord<byte[], byte[]> record, Consumer<UnreadableRecord> unreadable) {
    try {
      return Optional.of(new StoredLetter(record, DeadLetter.of(record)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      unreadable.accept(
          new UnreadableRecord(
              record.topic(),
              record.partition(),
              record.offset(),
              Optional.empty(),
              OneLine.of(e)));
      return Optional.empty();
    }
  }

  LetterId id() {
    return new LetterId(record.partition(), record.offset());
  }

  Instant writtenAt() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** Topic, partition and offset of the original, as log lines name it. */
  String source() {
    return letter.sourceTopic() + "-" + letter.sourcePartition() + "@" + letter.sourceOffset();
  }

  /** Whether the original value was too large to be kept. */
  boolean truncated() {
    return record.value() == null && LEFT_OUT.matcher(letter.reason()).find();
  }

  /** The headers that the original had. */
  Headers originalHeaders() {
    Headers original = new RecordHeaders();
    for (Header header : record.headers()) {
      if (!header.key().startsWith(DeadLetters.PREFIX)) {
        original.add(header);
      }
    }
    return original;
  }
}
