package io.winnow.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeExtractorTest {

  private static final String MARK = "winnow.original-timestamp";

  private final RecordTimeExtractor extractor = new RecordTimeExtractor();
  private final RecordHeaders headers = new RecordHeaders();

  @ParameterizedTest
  @ValueSource(
      longs = {-1, -5, Long.MIN_VALUE, 7_258_118_400_000L, Long.MAX_VALUE, 0, 1_700_000_000})
  void shouldGiveAValidTimeAndKeepTheOriginal(long timestamp) {
    long extracted = extractor.extract(consumed(timestamp), -1);

    assertThat(extracted).isBetween(0L, 1_700_000_000L);
    assertThat(source(extracted).timestamp()).isEqualTo(timestamp);
    assertThat(source(extracted).headers()).as("headers as they were").isEmpty();
  }

  @Test
  void shouldKeepTheTimeOfItsPartitionWhenARecordHasNone() {
    assertThat(extractor.extract(consumed(-1), 1_700_000_000_000L)).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void shouldNotBelieveAHeaderThatTheRecordBrought() {
    headers.add(MARK, new byte[8]);

    long extracted = extractor.extract(consumed(1_700_000_000_000L), -1);

    assertThat(source(extracted).timestamp()).isEqualTo(1_700_000_000_000L);
  }

  private ConsumerRecord<Object, Object> consumed(long timestamp) {
    return new ConsumerRecord<>(
        "t",
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        null,
        headers,
        Optional.empty());
  }

  private SourceRecord source(long extracted) {
    return RecordTimeExtractor.source(
        new Record<>(null, null, extracted, headers), new At("t", 0, 0));
  }

  private record At(String topic, int partition, long offset) implements RecordMetadata {}
}
