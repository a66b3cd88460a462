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
  private static final byte[] VALUE = {1, 2, 3, 4};

  /** As many fit into memory. */
  private static final int ENTRIES = 1_000;

  private final KeyValueStore<byte[], byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("index"), Serdes.ByteArray(), Serdes.ByteArray())
          .withCachingDisabled()
          .withLoggingDisabled()
          .build();
  private final BufferedIndex index =
      new BufferedIndex(store, ENTRIES * HeapEntry.bytes(key(0), VALUE));

  BufferedIndexTest() {
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void shouldBehaveAsASortedMapWhateverComesAndGoes() {
    SortedMapStore expected = new SortedMapStore();
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 20_000; step++) {
      // Few enough keys that many come again, enough of them to fill the buffer.
      byte[] key = key(random.nextInt(2 * ENTRIES) - ENTRIES);
      index.delete(key);
      expected.delete(key);
      if (random.nextInt(3) > 0) {
        byte[] value = key(step);
        index.put(key, value);
        expected.put(key, value);
      }
      assertThat(index.get(key)).isEqualTo(expected.get(key));
      if (random.nextInt(2_000) == 0) {
        assertThat(entries(index, FIRST, LAST)).isEqualTo(entries(expected, FIRST, LAST));
        byte[] from = key(random.nextInt(ENTRIES));
        byte[] to = key(ENTRIES + random.nextInt(ENTRIES));
        assertThat(entries(index, from, to)).isEqualTo(entries(expected, from, to));
      }
    }
    assertThat(entries(index, FIRST, LAST)).isEqualTo(entries(expected, FIRST, LAST)).isNotEmpty();
    assertThat(store.approximateNumEntries()).as("what was written in between").isPositive();
  }

  @Test
  void shouldHoldWritesBackUntilTheyTakeMoreThanTheyMay() {
    for (int number = 1; number <= ENTRIES; number++) {
      index.put(key(number), VALUE);
    }
    assertThat(entries(index, FIRST, LAST)).hasSize(ENTRIES);
    assertThat(store.approximateNumEntries()).isZero();

    index.put(key(ENTRIES + 1), VALUE);
    assertThat(store.approximateNumEntries()).isEqualTo(ENTRIES + 1);
  }

  @Test
  void shouldNeverWriteWhatComesAndGoesMeanwhile() {
    for (int number = 1; number <= 10 * ENTRIES; number++) {
      index.put(key(number), VALUE);
      index.delete(key(number));
    }
    assertThat(entries(index, FIRST, LAST)).isEmpty();
    assertThat(store.approximateNumEntries()).isZero();
  }

  @Test
  void shouldShowWhatIsDeletedOrChangedButNotYetWritten() {
    for (int number = 1; number <= ENTRIES + 1; number++) {
      index.put(key(number), VALUE);
    }
    index.delete(key(1));
    index.delete(key(2));
    index.put(key(2), key(0));

    assertThat(store.get(key(1))).isNotNull();
    assertThat(index.get(key(1))).isNull();
    assertThat(index.get(key(2))).isEqualTo(key(0));
    assertThat(entries(index, FIRST, key(4)))
        .containsExactly(entry(key(2), key(0)), entry(key(3), VALUE));
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static List<String> entries(OrderedStore store, byte[] from, byte[] to) {
    List<String> entries = new ArrayList<>();
    try (OrderedStore.Cursor range = store.range(from, to)) {
      range.forEachRemaining(entry -> entries.add(entry(entry.key(), entry.value())));
    }
    return entries;
  }

  private static String entry(byte[] key, byte[] value) {
    return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
  }
}
