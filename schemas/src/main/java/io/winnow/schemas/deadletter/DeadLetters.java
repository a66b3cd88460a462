package io.winnow.schemas.deadletter;

import io.winnow.schemas.serde.OneLine;
import io.winnow.schemas.serde.UnknownSchemaIdException;
import io.winnow.schemas.topic.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes dead letters: the original key, value and headers, plus headers that say where the record
 * came from and why it could not be used. All header values are UTF-8 text.
 */
public final class DeadLetters {
  /** Starts the name of every header that a dead letter has beside the original ones. */
  public static final String PREFIX = "winnow.dead-letter.";

  /** Why, in one line. */
  public static final String REASON = PREFIX + "reason";

  /** Topic the record was read from. */
  public static final String SOURCE_TOPIC = PREFIX + "source.topic";

  /** Its partition there, decimal. */
  public static final String SOURCE_PARTITION = PREFIX + "source.partition";

  /** Its offset there, decimal. */
  public static final String SOURCE_OFFSET = PREFIX + "source.offset";

  /** Its timestamp there, milliseconds since the epoch, decimal. */
  public static final String SOURCE_TIMESTAMP = PREFIX + "source.timestamp";

  /** Who gave up on it, for example {@code worker} or {@code streams}. */
  public static final String STAGE = PREFIX + "stage";

  /** First lines of the stack trace; absent where no exception was involved. */
  public static final String EXCEPTION = PREFIX + "exception";

  /**
   * The id, decimal, where the registry did not know the schema of the record; absent otherwise. A
   * replay passes over such records: by then the registry may know it.
   */
  public static final String UNKNOWN_SCHEMA_ID = PREFIX + "unknown.schema.id";

  private static final int STACK_LINES = 8;
  private static final int STACK_CHARS = 2_000;

  private final String topic;
  private final String stage;

  /** Dead letters of one stage to one topic. */
  public DeadLetters(Topic<byte[]> topic, String stage) {
    this.topic = topic.name();
    this.stage = Objects.requireNonNull(stage, "stage");
  }

  /** The dead letter of a record that breaks a rule. */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> source, String reason) {
    return letter(source, headers(source, reason));
  }

  /**
   * The dead letter of a record that made something fail.
   *
   * @param error gives the stack head
   */
  public ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> source, String reason, Throwable error) {
    Headers headers = headers(source, reason);
    put(headers, EXCEPTION, stackHead(error));
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownSchemaIdException unknown) {
        put(headers, UNKNOWN_SCHEMA_ID, Integer.toString(unknown.id()));
      }
    }
    return letter(source, headers);
  }

  private ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> source, Headers headers) {
    // No timestamp: with the source's, an old record would fall out of the topic's retention at
    // once.
    return new ProducerRecord<>(topic, null, null, source.key(), source.value(), headers);
  }

  private Headers headers(ConsumerRecord<byte[], byte[]> source, String reason) {
    // The originals stay first; a dead letter that was sent in again keeps its earlier history, the
    // last value counts.
    Headers headers = new RecordHeaders(source.headers());
    put(headers, REASON, OneLine.of(reason));
    put(headers, SOURCE_TOPIC, source.topic());
    put(headers, SOURCE_PARTITION, Integer.toString(source.partition()));
    put(headers, SOURCE_OFFSET, Long.toString(source.offset()));
    put(headers, SOURCE_TIMESTAMP, Long.toString(source.timestamp()));
    put(headers, STAGE, stage);
    return headers;
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String stackHead(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    String head =
        trace
            .toString()
            .lines()
            .limit(STACK_LINES)
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    return head.length() <= STACK_CHARS ? head : head.substring(0, STACK_CHARS);
  }
}
