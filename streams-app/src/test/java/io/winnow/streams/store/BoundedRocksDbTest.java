package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRocksDbTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 12, 100})
  void shouldKeepAllWriteBuffersTogetherBelowTheSharedBudget(int partitions) {
    long memory = 256L << 20;
    int weights = (int) BoundedRocksDb.settings(memory, partitions).get(BoundedRocksDb.WEIGHTS);

    long buffers =
        stores()
            .map(BoundedRocksDb::weight)
            .mapToLong(weight -> BoundedRocksDb.writeBufferSize(memory, weight, weights))
            .sum();

    assertThat(buffers * partitions).isLessThan(memory / 2);
  }

  @Test
  void shouldGiveStoresOfAllImagesMoreThanOthers() {
    assertThat(BoundedRocksDb.weight(PoolStores.CANDIDATES))
        .isGreaterThan(BoundedRocksDb.weight(PoolStores.POOLS));
    assertThat(stores()).containsAll(PoolStores.OF_IMAGES);
  }

  @Test
  void shouldNotExceedWhatOneStoreNeeds() {
    assertThat(BoundedRocksDb.writeBufferSize(1L << 40, 4, 22)).isEqualTo(16L << 20);
  }

  @Test
  void shouldKeepBuffersUsableWhenStoresAreMany() {
    assertThat(BoundedRocksDb.writeBufferSize(16L << 20, 1, 100_000)).isEqualTo(64L << 10);
  }

  private static Stream<String> stores() {
    return Stream.concat(PoolStores.builders().stream(), RoundStores.builders().stream())
        .map(StoreBuilder::name);
  }
}
