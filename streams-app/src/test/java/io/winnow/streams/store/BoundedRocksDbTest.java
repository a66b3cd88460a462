package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRocksDbTest {

  @ParameterizedTest
  @ValueSource(ints = {9, 54, 108, 900})
  void shouldKeepAllWriteBuffersTogetherBelowTheSharedBudget(int stores) {
    long memory = 256L << 20;

    assertThat(BoundedRocksDb.writeBufferSize(memory, stores) * stores).isLessThan(memory / 2);
  }

  @Test
  void shouldNotExceedWhatOneStoreNeeds() {
    assertThat(BoundedRocksDb.writeBufferSize(1L << 40, 9)).isEqualTo(16L << 20);
  }

  @Test
  void shouldKeepBuffersUsableWhenStoresAreMany() {
    assertThat(BoundedRocksDb.writeBufferSize(16L << 20, 100_000)).isEqualTo(64L << 10);
  }
}
