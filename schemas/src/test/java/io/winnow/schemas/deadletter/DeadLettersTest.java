package io.winnow.schemas.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLettersTest {
  private static final byte[] KEY = {1, (byte) 0xff};
  private static final byte[] VALUE = {0, 2, (byte) 0xfe};

  private final TopicCatalog catalog =
      new TopicCatalog(Map.of(RegistryConfig.URL, "mock://dead-letters-test"));
  private final DeadLetters letters = new DeadLetters(catalog.deadLetters(), "worker");

  @Test
  void shouldKeepTheOriginalWhenItIsBuried() {
    ProducerRecord<byte[], byte[]> letter = letters.of(source(), "too many\n pixels");
    assertThat(letter.topic()).isEqualTo("winnow.dead-letters");
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.timestamp()).isNull();
    assertThat(letter.partition()).isNull();
    assertThat(letter.headers().lastHeader("trace").value()).isEqualTo("abc".getBytes(UTF_8));
    assertThat(DeadLetter.of(read(letter)))
        .isEqualTo(
            new DeadLetter(
                "too many pixels", "winnow.images", 4, 77L, 1234L, "worker", Optional.empty()));
  }

  @Test
  void shouldHeadTheStackWhenAnExceptionWasTheCause() {
    Throwable error = new IllegalStateException("broken ".repeat(1_000));
    DeadLetter letter = DeadLetter.of(read(letters.of(source(), "no picture", error)));
    assertThat(letter.exception())
        .hasValueSatisfying(
            head ->
                assertThat(head)
                    .startsWith("java.lang.IllegalStateException: broken")
                    .hasSize(2_000));
    DeadLetter other =
        DeadLetter.of(read(letters.of(source(), "no picture", new ArithmeticException("zero"))));
    assertThat(other.exception().orElseThrow().lines())
        .hasSize(8)
        .startsWith("java.lang.ArithmeticException: zero")
        .anyMatch(line -> line.contains("DeadLettersTest"));
  }

  @Test
  void shouldLetTheLastHistoryCountWhenALetterIsBuriedAgain() {
    ConsumerRecord<byte[], byte[]> again = read(letters.of(source(), "first"));
    ProducerRecord<byte[], byte[]> second =
        new DeadLetters(catalog.deadLetters(), "streams").of(again, "second");
    DeadLetter letter = DeadLetter.of(read(second));
    assertThat(letter.reason()).isEqualTo("second");
    assertThat(letter.stage()).isEqualTo("streams");
    assertThat(letter.sourceTopic()).isEqualTo("winnow.dead-letters");
    assertThat(second.headers().headers(DeadLetters.REASON)).hasSize(2);
    // The source's own headers are not touched.
    assertThat(again.headers().headers(DeadLetters.REASON)).hasSize(1);
  }

  static Stream<Arguments> largeRecords() {
    int limit = 16 << 20;
    return Stream.of(
        Arguments.of(limit + 1, 0, 100, 0, "no use"),
        Arguments.of(limit, 0, 60_000, 1_000, "no use"),
        Arguments.of(limit + 200_000, 0, 100, 0, "no use (value of 16977216 bytes left out)"),
        Arguments.of(limit, 1, 200_000, 0, "no use (value of 16777216 bytes left out)"),
        Arguments.of(
            9, 1, 17 << 20, 20, "no use (value of 9 bytes, headers of 17825802 bytes left out)"),
        Arguments.of(
            9,
            // each so small that its frame is all there is of it
            2_000_000,
            0,
            20,
            "no use (value of 9 bytes, headers of 20000000 bytes left out)"),
        Arguments.of(
            99,
            1,
            17 << 20,
            17 << 20,
            "no use (value of 99 bytes, headers of 17825802 bytes, key of 17825792 bytes left"
                + " out)"));
  }

  @ParameterizedTest
  @MethodSource("largeRecords")
  void shouldFitItsTopicWhateverIsBuried(
      int value, int headers, int headerBytes, int key, String reason) {
    RecordHeaders original = new RecordHeaders();
    for (int i = 0; i < headers; i++) {
      original.add("", new byte[headerBytes]);
    }
    ConsumerRecord<byte[], byte[]> source =
        record("winnow.scores", 0, 1, 2, new byte[key], new byte[value], original.toArray());

    ProducerRecord<byte[], byte[]> letter =
        letters.of(source, "no use", new IllegalStateException("x".repeat(9_000)));

    assertThat(DeadLetter.of(written(letter)).reason()).isEqualTo(reason);
    assertThat(DeadLetter.of(written(letter)).exception()).isPresent();
    assertThat(
            AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray()))
        .isLessThanOrEqualTo(catalog.deadLetters().maxBatchBytes());
  }

  private static ConsumerRecord<byte[], byte[]> written(ProducerRecord<byte[], byte[]> letter) {
    return record(letter.topic(), 0, 5L, 6L, KEY, VALUE, letter.headers().toArray());
  }

  @Test
  void shouldNameHeaderAndPlaceWhenItIsNoDeadLetter() {
    assertThatThrownBy(() -> DeadLetter.of(source()))
        .hasMessage("winnow.images-4 offset 77 has no header winnow.dead-letter.reason");
    ProducerRecord<byte[], byte[]> letter = letters.of(source(), "x");
    letter.headers().add(DeadLetters.SOURCE_OFFSET, "seven".getBytes(UTF_8));
    assertThatThrownBy(() -> DeadLetter.of(read(letter)))
        .hasMessageEndingWith("header winnow.dead-letter.source.offset is no number: seven");
  }

  private static ConsumerRecord<byte[], byte[]> source() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", "abc".getBytes(UTF_8));
    return record("winnow.images", 4, 77L, 1234L, KEY, VALUE, headers.toArray());
  }

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
    return record(
        written.topic(), 0, 5L, 6L, written.key(), written.value(), written.headers().toArray());
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte[] key,
      byte[] value,
      Header[] headers) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        key.length,
        value.length,
        key,
        value,
        new RecordHeaders(Arrays.asList(headers)),
        Optional.empty());
  }
}
