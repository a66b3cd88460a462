package io.winnow.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.SortedMapStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedStoreTest {

  private static final byte[] FIRST = {};
  private static final byte[] LAST = {(byte) 0xFF};
  private static final long ROOM = 1 << 20;
  private static final int KEYS = 40;

  @ParameterizedTest(name = "up to {0} writes of a record")
  @ValueSource(ints = {1, 3, 9, 60})
  void shouldBehaveAsASortedMapThatRecordsEitherChangeOrLeave(int writes) {
    SortedMapStore store = new SortedMapStore();
    StagedStore staged = new StagedStore(store, ROOM);
    SplittableRandom random = new SplittableRandom(writes);
    SortedMapStore committed = new SortedMapStore();
    for (int record = 0; record < 2_000; record++) {
      SortedMapStore seen = copy(committed);
      for (int write = random.nextInt(writes + 1); write > 0; write--) {
        byte[] key = key(random.nextInt(KEYS));
        if (random.nextInt(3) == 0) {
          staged.delete(key);
          seen.delete(key);
        } else {
          byte[] value = {(byte) random.nextInt()};
          staged.put(key, value);
          seen.put(key, value);
        }
        byte[] asked = key(random.nextInt(KEYS));
        assertThat(staged.get(asked)).isEqualTo(seen.get(asked));
      }
      byte[] from = key(random.nextInt(KEYS));
      byte[] to = key(random.nextInt(KEYS));
      assertThat(entries(staged, from, to)).isEqualTo(entries(seen, from, to));
      assertThat(entries(store, FIRST, LAST))
          .as("before")
          .isEqualTo(entries(committed, FIRST, LAST));
      if (random.nextBoolean()) {
        staged.commit();
        committed = seen;
      } else {
        staged.discard();
      }
      assertThat(staged.written()).isFalse();
      assertThat(entries(store, FIRST, LAST))
          .as("after")
          .isEqualTo(entries(committed, FIRST, LAST));
    }
  }

  @Test
  void shouldHandOnEveryWriteInItsOrder() {
    List<String> calls = new ArrayList<>();
    StagedStore staged = new StagedStore(new Noting(calls), ROOM);

    staged.delete(key(1));
    staged.put(key(1), new byte[0]);
    staged.put(key(2), new byte[0]);
    staged.commit();

    assertThat(calls).containsExactly("delete 01", "put 01", "put 02");
  }

  @Test
  void shouldSayThatItSpilledWhenARecordWritesMoreThanItMay() {
    SortedMapStore store = new SortedMapStore();
    StagedStore staged = new StagedStore(store, 2 * HeapEntry.bytes(key(0), key(0)));
    staged.put(key(1), key(1));
    staged.put(key(2), key(2));
    assertThat(staged.spilled()).isFalse();

    staged.put(key(3), key(3));

    assertThat(staged.spilled()).isTrue();
    assertThat(entries(staged, FIRST, LAST)).isEqualTo(entries(store, FIRST, LAST)).hasSize(3);
    staged.discard();
    assertThat(staged.written()).isFalse();
  }

  private static byte[] key(int number) {
    return new byte[] {(byte) number};
  }

  private static SortedMapStore copy(OrderedStore store) {
    SortedMapStore copy = new SortedMapStore();
    try (OrderedStore.Cursor all = store.range(FIRST, LAST)) {
      all.forEachRemaining(entry -> copy.put(entry.key(), entry.value()));
    }
    return copy;
  }

  private static List<String> entries(OrderedStore store, byte[] from, byte[] to) {
    List<String> entries = new ArrayList<>();
    if (from.length > 0 && from[0] >= to[0]) {
      return entries;
    }
    try (OrderedStore.Cursor cursor = store.range(from, to)) {
      cursor.forEachRemaining(
          entry ->
              entries.add(
                  HexFormat.of().formatHex(entry.key())
                      + "="
                      + HexFormat.of().formatHex(entry.value())));
    }
    return entries;
  }

  private record Noting(List<String> calls) implements OrderedStore {
    @Override
    public byte[] get(byte[] key) {
      return null;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      calls.add("put " + HexFormat.of().formatHex(key));
    }

    @Override
    public void delete(byte[] key) {
      calls.add("delete " + HexFormat.of().formatHex(key));
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      throw new UnsupportedOperationException();
    }
  }
}
