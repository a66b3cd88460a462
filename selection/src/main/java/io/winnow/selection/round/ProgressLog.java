package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderCodec;
import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.policy.EncoderChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Which pools go over to another encoder, and which progress of theirs was last reported. */
final class ProgressLog {

  private static final int VERSION = 1;
  private static final String PROGRESS = "encoder-progress";

  private final OrderedStore store;
  private final Map<String, Progress> reported = new TreeMap<>();

  /**
   * @param progress last reported; null before the first report, which even an empty partition
   *     makes: the round side waits for all of them
   */
  record Progress(String pool, EncoderChange change, EncoderProgress progress) {}

  ProgressLog(OrderedStore store) {
    this.store = store;
    byte[] prefix = StoreKey.of(PROGRESS);
    try (OrderedStore.Cursor all = store.range(prefix, StoreKey.after(prefix))) {
      while (all.hasNext()) {
        OrderedStore.Entry entry = all.next();
        String pool = StoreKey.lastPart(entry.key(), prefix.length);
        reported.put(pool, read(pool, entry.value()));
      }
    }
  }

  /**
   * @param change null where the pool stays with its encoder
   */
  void watch(String pool, EncoderChange change) {
    if (change == null) {
      if (reported.remove(pool) != null) {
        store.delete(StoreKey.of(PROGRESS, pool));
      }
    } else if (!reported.containsKey(pool) || !reported.get(pool).change().equals(change)) {
      note(new Progress(pool, change, null));
    }
  }

  /** Returns what changed since the last call. */
  List<Progress> changed(Function<String, EncoderProgress> progressOf) {
    List<Progress> changed = new ArrayList<>();
    reported.forEach(
        (pool, last) -> {
          EncoderProgress now = progressOf.apply(pool);
          if (!now.equals(last.progress())) {
            changed.add(new Progress(pool, last.change(), now));
          }
        });
    changed.forEach(this::note);
    return changed;
  }

  private void note(Progress progress) {
    reported.put(progress.pool(), progress);
    store.put(StoreKey.of(PROGRESS, progress.pool()), write(progress));
  }

  private static byte[] write(Progress progress) {
    StateWriter out = new StateWriter(VERSION);
    EncoderCodec.write(out, progress.change().from());
    EncoderCodec.write(out, progress.change().to());
    out.writeNullable(progress.progress(), EncoderCodec::writeProgress);
    return out.toBytes();
  }

  private static Progress read(String pool, byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new Progress(
        pool,
        new EncoderChange(EncoderCodec.read(in), EncoderCodec.read(in)),
        in.readNullable(EncoderCodec::readProgress));
  }
}
