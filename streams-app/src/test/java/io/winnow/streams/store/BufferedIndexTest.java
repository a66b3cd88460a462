package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.SortedMapStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferedIndexTest {

  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};

  private final KeyValueStore<byte[], byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("index"), Serdes.ByteArray(), Serdes.ByteArray())
          .withCachingDisabled()
          .withLoggingDisabled()
          .build();
  private final BufferedIndex index = new BufferedIndex(store);

  BufferedIndexTest() {
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void shouldBehaveAsASortedMapWhateverIsWrittenAndRead() {
    SortedMapStore expected = new SortedMapStore();
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 20_000; step++) {
      // Few enough keys that many are written again and deleted, enough to fill the buffer.
      byte[] key = key(random.nextInt(2 * BufferedIndex.CAPACITY) - BufferedIndex.CAPACITY);
      if (random.nextInt(3) == 0) {
        index.delete(key);
        expected.delete(key);
      } else {
        byte[] value = key(step);
        index.put(key, value);
        expected.put(key, value);
      }
      assertThat(index.get(key)).isEqualTo(expected.get(key));
      if (random.nextInt(2_000) == 0) {
        assertThat(entries(index)).isEqualTo(entries(expected));
      }
    }
    assertThat(entries(index)).isEqualTo(entries(expected)).isNotEmpty();
  }

  @Test
  void shouldHoldWritesBackUntilThereAreManyOrSomethingIsRead() {
    for (int number = 1; number < BufferedIndex.CAPACITY; number++) {
      index.put(key(number), FIRST);
    }
    assertThat(store.get(key(1))).isNull();

    index.put(key(BufferedIndex.CAPACITY), FIRST);
    assertThat(store.get(key(1))).isNotNull();

    index.delete(key(1));
    assertThat(store.get(key(1))).isNotNull();
    assertThat(entries(index)).hasSize(BufferedIndex.CAPACITY - 1);
    assertThat(store.get(key(1))).isNull();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static List<String> entries(OrderedStore store) {
    List<String> entries = new ArrayList<>();
    try (OrderedStore.Cursor all = store.range(FIRST, LAST)) {
      all.forEachRemaining(
          entry ->
              entries.add(
                  HexFormat.of().formatHex(entry.key())
                      + "="
                      + HexFormat.of().formatHex(entry.value())));
    }
    return entries;
  }
}
