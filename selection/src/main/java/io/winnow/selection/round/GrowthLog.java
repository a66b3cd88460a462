package io.winnow.selection.round;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Which pools have a count trigger, and which growth of theirs was last reported. */
final class GrowthLog {

  private static final String GROWTH = "growth";

  private final OrderedStore store;
  private final Map<String, Long> reported = new TreeMap<>();

  record Growth(String pool, long becameEligible) {}

  GrowthLog(OrderedStore store) {
    this.store = store;
    byte[] prefix = StoreKey.of(GROWTH);
    try (OrderedStore.Cursor all = store.range(prefix, StoreKey.after(prefix))) {
      while (all.hasNext()) {
        OrderedStore.Entry entry = all.next();
        String pool = StoreKey.lastPart(entry.key(), prefix.length);
        reported.put(pool, ByteBuffer.wrap(entry.value()).getLong());
      }
    }
  }

  void watch(String pool, boolean triggered) {
    if (!triggered) {
      reported.remove(pool);
      store.delete(StoreKey.of(GROWTH, pool));
    } else if (!reported.containsKey(pool)) {
      note(pool, 0);
    }
  }

  List<Growth> grown(ToLongFunction<String> becameEligible) {
    List<Growth> grown = new ArrayList<>();
    reported.forEach(
        (pool, last) -> {
          long now = becameEligible.applyAsLong(pool);
          if (now != last) {
            grown.add(new Growth(pool, now));
          }
        });
    grown.forEach(growth -> note(growth.pool(), growth.becameEligible()));
    return grown;
  }

  private void note(String pool, long becameEligible) {
    reported.put(pool, becameEligible);
    store.put(
        StoreKey.of(GROWTH, pool), ByteBuffer.allocate(Long.BYTES).putLong(becameEligible).array());
  }
}
