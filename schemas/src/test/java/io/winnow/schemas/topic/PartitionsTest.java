package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
  // Hashes that Kafka publishes for its murmur2 (UtilsTest).
  @ParameterizedTest
  @CsvSource({"21, -973932308", "foobar, -790332482", "a-little-bit-long-string, -985981536"})
  void shouldAgreeWithTheHashesKafkaPublishes(String id, int hash) {
    assertThat(Partitions.of(id, 100)).isEqualTo((hash & 0x7fffffff) % 100);
  }

  @Test
  void shouldUseEveryPartitionWhenThereAreManyImages() {
    assertThat(IntStream.range(0, 1_000).map(i -> Partitions.of("image-ü-" + i, 6)).distinct())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void shouldRefuseWhenThereIsNoPartition() {
    assertThatThrownBy(() -> Partitions.of("a", 0)).hasMessageContaining("was 0");
  }
}
