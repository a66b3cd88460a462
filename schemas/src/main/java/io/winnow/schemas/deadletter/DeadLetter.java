package io.winnow.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What a dead letter says about itself; key and value are the record's own.
 *
 * @param reason why the record could not be used, in one line
 * @param sourceTopic topic it was read from
 * @param sourcePartition partition there
 * @param sourceOffset offset there
 * @param sourceTimestamp timestamp there, milliseconds since the epoch
 * @param stage who gave up on it
 * @param exception first lines of the stack trace, if an exception was the cause
 */
public record DeadLetter(
    String reason,
    String sourceTopic,
    int sourcePartition,
    long sourceOffset,
    long sourceTimestamp,
    String stage,
    Optional<String> exception) {

  /**
   * Reads the headers of a record of the dead letter topic.
   *
   * @throws IllegalArgumentException if a header is missing or no number; names it
   */
  public static DeadLetter of(ConsumerRecord<?, ?> letter) {
    return new DeadLetter(
        required(letter, DeadLetters.REASON),
        required(letter, DeadLetters.SOURCE_TOPIC),
        Math.toIntExact(number(letter, DeadLetters.SOURCE_PARTITION)),
        number(letter, DeadLetters.SOURCE_OFFSET),
        number(letter, DeadLetters.SOURCE_TIMESTAMP),
        required(letter, DeadLetters.STAGE),
        text(letter, DeadLetters.EXCEPTION));
  }

  private static long number(ConsumerRecord<?, ?> letter, String name) {
    String value = required(letter, name);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          where(letter) + ": header " + name + " is no number: " + value, e);
    }
  }

  private static String required(ConsumerRecord<?, ?> letter, String name) {
    return text(letter, name)
        .orElseThrow(() -> new IllegalArgumentException(where(letter) + " has no header " + name));
  }

  private static Optional<String> text(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  private static String where(ConsumerRecord<?, ?> letter) {
    return letter.topic() + "-" + letter.partition() + " offset " + letter.offset();
  }
}
