package io.winnow.selection.round;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.RankReport;
import io.winnow.selection.round.PoolReport.SampledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps the report chunks of open rounds until the round is decided. */
final class ReportStore {

  private static final String RANKING = "ranking";
  private static final String DESCRIBED = "described";
  private static final String SAMPLED = "sampled";
  private static final int VERSION = 1;

  private final OrderedStore store;

  ReportStore(OrderedStore store) {
    this.store = store;
  }

  void keep(RankReport report) {
    byte[] key = StoreKey.numbered(StoreKey.of(report.pool(), RANKING), report.partition());
    store.put(StoreKey.numbered(key, report.chunk()), RoundCodec.write(report));
  }

  void keep(DescriptorReport report) {
    byte[] key = StoreKey.numbered(StoreKey.of(report.pool(), DESCRIBED), report.partition());
    key = StoreKey.numbered(StoreKey.numbered(key, report.page()), report.chunk());
    int number = 0;
    for (DescribedCandidate candidate : report.candidates()) {
      store.put(StoreKey.numbered(key, number++), DescribedCandidateCodec.write(candidate));
    }
    byte[] prefix = StoreKey.of(report.pool(), SAMPLED);
    for (SampledImage image : report.sample()) {
      StateWriter out = new StateWriter(VERSION);
      out.writeFloats(image.vector());
      store.put(
          StoreKey.indexed(prefix, PoolSample.hash(image.imageId()), image.imageId()),
          out.toBytes());
    }
  }

  /** Returns the ranking reports by partition and chunk. */
  List<RankReport> rankings(String pool) {
    return read(StoreKey.of(pool, RANKING), RoundCodec::readRankReport);
  }

  /** Returns the described candidates by partition and place in its ranking. */
  List<DescribedCandidate> described(String pool) {
    return read(StoreKey.of(pool, DESCRIBED), DescribedCandidateCodec::read);
  }

  /** Returns the vectors of the pool's sample in order of their images' hashes. */
  List<float[]> sample(String pool) {
    return read(StoreKey.of(pool, SAMPLED), bytes -> new StateReader(bytes, VERSION).readFloats());
  }

  void clear(String pool) {
    clear(StoreKey.of(pool, SAMPLED));
    clear(StoreKey.of(pool, RANKING));
    clear(StoreKey.of(pool, DESCRIBED));
  }

  private void clear(byte[] prefix) {
    List<byte[]> keys = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(prefix, StoreKey.after(prefix))) {
      entries.forEachRemaining(entry -> keys.add(entry.key()));
    }
    keys.forEach(store::delete);
  }

  private <T> List<T> read(byte[] prefix, Function<byte[], T> decode) {
    List<T> values = new ArrayList<>();
    try (OrderedStore.Cursor entries = store.range(prefix, StoreKey.after(prefix))) {
      entries.forEachRemaining(entry -> values.add(decode.apply(entry.value())));
    }
    return values;
  }
}
