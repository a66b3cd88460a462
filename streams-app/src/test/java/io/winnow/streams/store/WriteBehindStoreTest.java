package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindStoreTest {

  private static final byte[] VALUE = {1, 2, 3, 4};

  /** As many fit into memory. */
  private static final int ENTRIES = 1_000;

  @TempDir private static Path directory;

  private final KeyValueStore<Bytes, byte[]> beneath = Stores.inMemoryKeyValueStore("s").get();
  private final WriteBehindStore store = new WriteBehindStore(beneath);

  WriteBehindStoreTest() {
    store.init(
        new MockProcessorContext<>(settings(), new TaskId(0, 0), directory.toFile())
            .getStateStoreContext(),
        store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldBehaveAsASortedMapWhateverIsWrittenAndRead() {
    Map<Bytes, byte[]> expected = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 50_000; step++) {
      Bytes key = key(random.nextInt(3 * ENTRIES));
      byte[] value = key(step).get();
      switch (random.nextInt(4)) {
        case 0 -> assertThat(store.delete(key)).isEqualTo(expected.remove(key));
        case 1 ->
            assertThat(store.putIfAbsent(key, value)).isEqualTo(expected.putIfAbsent(key, value));
        default -> {
          store.put(key, value);
          expected.put(key, value);
        }
      }
      assertThat(store.get(key)).isEqualTo(expected.get(key));
      if (random.nextInt(2_000) == 0) {
        assertThat(entries(store.all())).isEqualTo(entries(expected));
        assertThat(entries(store.range(key(0), key)))
            .isEqualTo(entries(((TreeMap<Bytes, byte[]>) expected).headMap(key, true)));
      }
    }
    store.commit(Map.of());
    assertThat(entries(beneath.all())).isEqualTo(entries(expected)).isNotEmpty();
  }

  @Test
  void shouldHoldWritesBackUntilTheyTakeMoreThanTheyMay() {
    for (int number = 0; number < ENTRIES; number++) {
      store.put(key(number), VALUE);
      store.put(key(number), VALUE);
    }
    assertThat(beneath.approximateNumEntries()).isZero();

    store.put(key(ENTRIES), VALUE);
    assertThat(beneath.approximateNumEntries()).isEqualTo(ENTRIES + 1);
  }

  @Test
  void shouldHoldNothingBackFromACommit() {
    store.put(key(1), VALUE);
    store.put(key(2), VALUE);
    store.commit(Map.of());
    assertThat(beneath.get(key(1))).isEqualTo(VALUE);

    store.delete(key(1));
    assertThat(store.get(key(1))).isNull();
    assertThat(beneath.get(key(1))).isEqualTo(VALUE);
    store.commit(Map.of());
    assertThat(beneath.get(key(1))).isNull();
    assertThat(beneath.get(key(2))).isEqualTo(VALUE);
  }

  /** A standby's records, and those of a restoration, are written past it. */
  @Test
  void shouldKnowNothingOfItsOwnAfterACommit() {
    store.put(key(1), VALUE);
    store.commit(Map.of());
    beneath.put(key(1), key(7).get());

    assertThat(store.get(key(1))).isEqualTo(key(7).get());
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
    long bytes = ENTRIES * HeapEntry.bytes(key(0).get(), VALUE);
    settings.putAll(PoolStores.settings(bytes * PoolStores.SHARES, 1));
    return settings;
  }

  private static Bytes key(int number) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static List<String> entries(Map<Bytes, byte[]> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + Bytes.wrap(entry.getValue()))
        .toList();
  }

  private static List<String> entries(KeyValueIterator<Bytes, byte[]> iterator) {
    List<String> entries = new ArrayList<>();
    try (iterator) {
      while (iterator.hasNext()) {
        KeyValue<Bytes, byte[]> entry = iterator.next();
        entries.add(entry.key + "=" + Bytes.wrap(entry.value));
      }
    }
    return entries;
  }
}
