package io.winnow.selection.round;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import java.util.ArrayList;
import java.util.List;

/**
 * How the last round that each partition ranked for ended there, to tell it again. No older end can
 * be missing: a partition ranks for no round before it knows how the one before ended. Of the
 * rounds since, which were aborted without it, it has selected nothing.
 */
final class LastSettlement {

  private static final int VERSION = 1;
  private static final String ROUND = "settled-round";
  private static final String SELECTED = "settled";

  private final OrderedStore store;

  LastSettlement(OrderedStore store) {
    this.store = store;
  }

  /**
   * Takes the place of the one before.
   *
   * @param selected ids of the images of the partition that were selected
   */
  void keep(String pool, int partition, long round, List<String> selected) {
    byte[] prefix = StoreKey.numbered(StoreKey.of(pool, SELECTED), partition);
    List<byte[]> before = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(prefix, StoreKey.after(prefix))) {
      entries.forEachRemaining(entry -> before.add(entry.key()));
    }
    before.forEach(store::delete);
    int number = 0;
    for (String imageId : selected) {
      store.put(StoreKey.numbered(prefix, number++), imageId.getBytes(UTF_8));
    }
    StateWriter out = new StateWriter(VERSION);
    out.writeLong(round);
    store.put(StoreKey.numbered(StoreKey.of(pool, ROUND), partition), out.toBytes());
  }

  /**
   * Returns the commands that bring a partition to the end of a round, whatever it missed; none if
   * it never ranked for one.
   *
   * @param lastRound number of the pool's last round that is over
   */
  List<RoundSettled> again(String pool, int partition, long lastRound) {
    byte[] kept = store.get(StoreKey.numbered(StoreKey.of(pool, ROUND), partition));
    List<RoundSettled> commands = new ArrayList<>();
    long ranked = 0;
    if (kept != null) {
      ranked = new StateReader(kept, VERSION).readLong();
      commands.add(new RoundSettled(pool, ranked, ranked, selected(pool, partition)));
    }
    if (ranked < lastRound) {
      commands.add(new RoundSettled(pool, lastRound, ranked + 1, List.of()));
    }
    return commands;
  }

  private List<String> selected(String pool, int partition) {
    byte[] prefix = StoreKey.numbered(StoreKey.of(pool, SELECTED), partition);
    List<String> selected = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(prefix, StoreKey.after(prefix))) {
      entries.forEachRemaining(entry -> selected.add(new String(entry.value(), UTF_8)));
    }
    return selected;
  }
}
