package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {

  private static final byte[] PREFIX = StoreKey.of("pool");

  @Test
  void shouldClearMoreThanAChunkAndNothingElse() {
    SortedMapStore store = filled(2 * Sweep.CHUNK + 1);
    store.put(StoreKey.of("other"), new byte[0]);

    Sweep.clear(store, PREFIX);

    assertThat(store.size()).isOne();
  }

  @Test
  void shouldNotPassOverWhatItHasVisited() {
    SortedMapStore store = filled(2 * Sweep.CHUNK);
    List<byte[]> starts = new ArrayList<>();
    OrderedStore watched = new Watched(store, starts);

    Sweep.inChunks(watched, PREFIX, StoreKey.after(PREFIX), key -> {});

    assertThat(starts)
        .containsExactly(
            PREFIX,
            StoreKey.following(key(Sweep.CHUNK - 1)),
            StoreKey.following(key(2 * Sweep.CHUNK - 1)));
  }

  private static SortedMapStore filled(int keys) {
    SortedMapStore store = new SortedMapStore();
    for (int i = 0; i < keys; i++) {
      store.put(key(i), new byte[0]);
    }
    return store;
  }

  private static byte[] key(int number) {
    return StoreKey.numbered(PREFIX, number);
  }

  /** Notes where ranges start. */
  private record Watched(OrderedStore store, List<byte[]> starts) implements OrderedStore {

    @Override
    public byte[] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      store.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      store.delete(key);
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      starts.add(from);
      return store.range(from, to);
    }
  }
}
