package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.SortedMapStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedStoreTest {

  private static final byte[] VALUE = {1, 2, 3};

  /** Estimated size of an entry with a key of {@link #key} and {@link #VALUE}. */
  private static final long ENTRY = HeapEntry.bytes(key(0), VALUE);

  private final CountingStore beneath = new CountingStore();

  @ParameterizedTest
  @ValueSource(longs = {0, 2_000, 20_000, Long.MAX_VALUE})
  void shouldBehaveAsTheStoreBeneathWhateverIsWrittenAndRead(long capacity) {
    CachedStore store = new CachedStore(beneath, capacity);
    SortedMapStore expected = new SortedMapStore();
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 20_000; step++) {
      byte[] key = key(random.nextInt(100));
      switch (random.nextInt(4)) {
        case 0 -> {
          store.delete(key);
          expected.delete(key);
        }
        case 1 -> {
          byte[] value = new byte[random.nextInt(1_000)];
          random.nextBytes(value);
          store.put(key, value);
          expected.put(key, value);
        }
        default -> assertThat(store.get(key)).isEqualTo(expected.get(key));
      }
      if (random.nextInt(1_000) == 0) {
        assertThat(entries(store)).isEqualTo(entries(expected));
      }
    }
    assertThat(entries(store)).isEqualTo(entries(expected)).isNotEmpty();
    assertThat(entries(beneath)).isEqualTo(entries(expected));
  }

  @Test
  void shouldReadAnEntryFromBeneathOnlyOnce() {
    beneath.put(key(1), VALUE);
    CachedStore store = new CachedStore(beneath, ENTRY);

    assertThat(store.get(key(1))).isEqualTo(VALUE);
    assertThat(store.get(key(1))).isEqualTo(VALUE);

    assertThat(beneath.gets).isEqualTo(1);
  }

  @Test
  void shouldNotReadFromBeneathWhatWasWritten() {
    CachedStore store = new CachedStore(beneath, ENTRY);
    store.put(key(1), VALUE);

    assertThat(store.get(key(1))).isEqualTo(VALUE);

    assertThat(beneath.gets).isZero();
  }

  @Test
  void shouldHaveWritesInTheStoreBeneathAtOnce() {
    CachedStore store = new CachedStore(beneath, 10 * ENTRY);

    store.put(key(1), VALUE);
    assertThat(beneath.get(key(1))).isEqualTo(VALUE);

    store.delete(key(1));
    assertThat(beneath.get(key(1))).isNull();
    assertThat(store.get(key(1))).isNull();
  }

  @Test
  void shouldKeepWhatWasUsedLastWhenItIsFull() {
    CachedStore store = new CachedStore(beneath, 2 * ENTRY);
    store.put(key(1), VALUE);
    store.put(key(2), VALUE);
    store.get(key(1));

    store.put(key(3), VALUE);

    store.get(key(1));
    store.get(key(3));
    assertThat(beneath.gets).isZero();
    store.get(key(2));
    assertThat(beneath.gets).isEqualTo(1);
  }

  @Test
  void shouldMakeRoomForALargeEntryByForgettingSeveral() {
    CachedStore store = new CachedStore(beneath, 3 * ENTRY);
    store.put(key(1), VALUE);
    store.put(key(2), VALUE);
    store.put(key(3), VALUE);

    store.put(key(4), new byte[VALUE.length + (int) ENTRY]);

    store.get(key(3));
    store.get(key(4));
    assertThat(beneath.gets).isZero();
    store.get(key(2));
    assertThat(beneath.gets).isEqualTo(1);
  }

  @Test
  void shouldMakeRoomForWhatIsRead() {
    CachedStore store = new CachedStore(beneath, ENTRY);
    beneath.put(key(1), VALUE);
    store.put(key(2), VALUE);

    store.get(key(1));
    assertThat(beneath.gets).isEqualTo(1);
    store.get(key(1));
    assertThat(beneath.gets).isEqualTo(1);
    store.get(key(2));
    assertThat(beneath.gets).isEqualTo(2);
  }

  @Test
  void shouldHaveRoomAgainAfterDeletionsAndReplacements() {
    CachedStore store = new CachedStore(beneath, 2 * ENTRY);
    for (int i = 0; i < 1_000; i++) {
      store.put(key(1), VALUE);
      store.put(key(1), new byte[0]);
      store.put(key(2), VALUE);
      store.delete(key(2));
    }
    store.put(key(1), VALUE);
    store.put(key(2), VALUE);

    store.get(key(1));
    store.get(key(2));

    assertThat(beneath.gets).isZero();
  }

  @Test
  void shouldKeepNothingWithoutCapacity() {
    CachedStore store = new CachedStore(beneath, 0);
    store.put(key(1), VALUE);

    assertThat(store.get(key(1))).isEqualTo(VALUE);
    assertThat(store.get(key(1))).isEqualTo(VALUE);

    assertThat(beneath.gets).isEqualTo(2);
  }

  @Test
  void shouldNotKeepAValueLargerThanTheWholeCapacity() {
    CachedStore store = new CachedStore(beneath, ENTRY);
    byte[] large = new byte[1_000];
    store.put(key(1), VALUE);

    store.put(key(1), large);
    assertThat(store.get(key(1))).isEqualTo(large);
    assertThat(store.get(key(1))).isEqualTo(large);
    assertThat(beneath.gets).isEqualTo(2);

    store.put(key(2), VALUE);
    store.get(key(2));
    assertThat(beneath.gets).isEqualTo(2);
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static List<String> entries(OrderedStore store) {
    List<String> entries = new ArrayList<>();
    try (OrderedStore.Cursor all = store.range(key(0), key(Integer.MAX_VALUE))) {
      all.forEachRemaining(
          entry ->
              entries.add(
                  HexFormat.of().formatHex(entry.key())
                      + "="
                      + HexFormat.of().formatHex(entry.value())));
    }
    return entries;
  }

  private static final class CountingStore implements OrderedStore {

    private final SortedMapStore entries = new SortedMapStore();
    private int gets;

    @Override
    public byte[] get(byte[] key) {
      gets++;
      return entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      entries.delete(key);
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      return entries.range(from, to);
    }
  }
}
