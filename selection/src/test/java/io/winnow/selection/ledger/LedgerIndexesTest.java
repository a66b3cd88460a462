package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What {@link LedgerStores} promises of ranking, timeline and sample: they are a function of the
 * candidates, and a key is deleted before it is put again, which lets a store keep what comes and
 * goes in memory without a look at its files.
 */
class LedgerIndexesTest {

  private static final List<String> POOLS = List.of("cats", "dogs");
  private static final List<EncoderRef> ENCODERS =
      List.of(new EncoderRef("d".repeat(64), 2), new EncoderRef("e".repeat(64), 2));
  private static final int IMAGES = 30;

  private final LedgerStores stores =
      new LedgerStores(
          new SortedMapStore(),
          new SortedMapStore(),
          new OncePerKey(),
          new OncePerKey(),
          new OncePerKey(),
          new SortedMapStore(),
          new SortedMapStore(),
          new SortedMapStore());
  private final SplittableRandom random = new SplittableRandom(20_261_129);
  private PoolLedger ledger = new PoolLedger(stores);

  @Test
  void shouldFollowTheCandidatesWhateverHappens() {
    for (int step = 0; step < 20_000; step++) {
      String pool = POOLS.get(random.nextInt(POOLS.size()));
      String image = "image-" + random.nextInt(IMAGES);
      switch (random.nextInt(100)) {
        case 0 -> ledger.rankBy(pool, spec());
        case 1 -> ledger.rankBy(pool, null);
        case 2 -> restart();
        case 3 -> ledger.label(pool, image + "-" + step / 1_000);
        case 4 -> ledger.select(pool, image + "-" + step / 1_000, 1);
        case 5 -> ledger.expire(pool, random.nextInt(step + 1));
        default -> fold(pool, image + "-" + step / 1_000, step);
      }
      if (step % 500 == 0) {
        assertSameAsBuiltAnew();
      }
    }
    assertSameAsBuiltAnew();
  }

  private void fold(String pool, String image, int time) {
    if (random.nextBoolean()) {
      double top = 0.5 + random.nextInt(8) / 16.0;
      Classification classes =
          new Classification(List.of("yes", "no"), new double[] {top, 1 - top});
      ledger.score(pool, image, new Score("net", "1", null, time, classes));
    } else {
      EncoderRef encoder = ENCODERS.get(random.nextInt(ENCODERS.size()));
      ImageReference reference = new ImageReference(null, "0", 1, 1);
      ledger.describe(
          pool, image, new Descriptor(encoder.id(), new float[] {1, 0}, reference, Map.of(), time));
    }
  }

  private RankingSpec spec() {
    EncoderRef encoder = ENCODERS.get(random.nextInt(ENCODERS.size()));
    Measure measure = random.nextBoolean() ? Measure.ENTROPY : Measure.LEAST_CONFIDENCE;
    return new RankingSpec(Scoring.of(measure), encoder, null, List.of(), random.nextBoolean());
  }

  private void restart() {
    ledger = new PoolLedger(stores);
    ledger.restoreRankings();
  }

  private void assertSameAsBuiltAnew() {
    List<List<String>> before = indexes();
    restart();
    assertThat(indexes()).isEqualTo(before);
  }

  private List<List<String>> indexes() {
    return List.of(entries(stores.ranking()), entries(stores.timeline()), entries(stores.sample()));
  }

  private static List<String> entries(OrderedStore store) {
    List<String> entries = new ArrayList<>();
    try (OrderedStore.Cursor all = store.range(new byte[0], new byte[] {(byte) 0xFF})) {
      all.forEachRemaining(
          entry ->
              entries.add(
                  HexFormat.of().formatHex(entry.key())
                      + "="
                      + HexFormat.of().formatHex(entry.value())));
    }
    return entries;
  }

  /** Refuses a key that it has. */
  private static final class OncePerKey implements OrderedStore {
    private final SortedMapStore store = new SortedMapStore();

    @Override
    public byte[] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      assertThat(store.get(key)).as("entry that is put again").isNull();
      store.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      store.delete(key);
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      return store.range(from, to);
    }
  }
}
