package io.winnow.selection.ledger;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.uncertainty.Scoring;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Folds scores, descriptors, labels and selections into candidates and keeps each pool's ranking.
 *
 * <p>The fold is per (pool, image) and commutes across topics: whatever the interleaving, the same
 * records give the same pool. The ranking is a function of the candidates and the {@link
 * RankingSpec}, never a source of truth.
 */
public final class PoolLedger {

  /** What became of an input. */
  public enum Outcome {
    /** It changed the pool. */
    FOLDED,
    /** The image has a descriptor of that encoder already; the first one counts. */
    DUPLICATE,
    /** The image has left the pool. */
    CLOSED
  }

  private final LedgerStores stores;
  private final CandidateCodec candidates;
  private final PoolMemory pools;
  private final OpenRound openRound;
  private final Positions positions;

  public PoolLedger(LedgerStores stores) {
    this.stores = stores;
    this.candidates = new CandidateCodec(new SharedLists(stores.pools()));
    this.pools = new PoolMemory(stores.pools());
    this.openRound = new OpenRound(stores.openRounds());
    this.positions = new Positions(stores.positions());
  }

  /**
   * Folds a score in; of each committee member the last one by offset counts.
   *
   * @throws SizeLimitException if the image's scores would be too large together; they stay as they
   *     were
   */
  public Outcome score(String pool, String imageId, Score score) {
    Candidate before = candidate(pool, imageId);
    Candidate after = before.closed() ? before : before.withScore(score);
    SizeLimits.checkScores(after.scores());
    // Counted whether the image is still open or not: how scores interleave with labels and
    // settlements is not recorded, and the manifest must not depend on it.
    if (score.scoredAt() < pools.windowEnd(pool)) {
      pools.counts(pool, pools.counts(pool).plusLate());
    }
    if (before.closed()) {
      return Outcome.CLOSED;
    }
    replace(pool, imageId, before, after);
    return Outcome.FOLDED;
  }

  /**
   * Folds a descriptor in; the first one of an encoder counts.
   *
   * @throws SizeLimitException if too many encoders described the image already
   */
  public Outcome describe(String pool, String imageId, Descriptor descriptor) {
    Candidate before = candidate(pool, imageId);
    if (before.closed()) {
      return Outcome.CLOSED;
    }
    EncoderRef encoder = descriptor.encoder();
    if (before.encoders().contains(encoder.toString())) {
      return Outcome.DUPLICATE;
    }
    SizeLimits.checkEncoders(before.encoders().size() + 1);
    stores
        .descriptors()
        .put(StoreKey.of(pool, imageId, encoder.toString()), StateCodec.write(descriptor));
    replace(pool, imageId, before, before.withEncoder(encoder, descriptor.describedAt()));
    return Outcome.FOLDED;
  }

  /** Folds a label in: the image leaves the pool for good. */
  public Outcome label(String pool, String imageId) {
    Candidate before = candidate(pool, imageId);
    if (before.labelled()) {
      return Outcome.CLOSED;
    }
    close(pool, imageId, before, before.withLabel());
    return Outcome.FOLDED;
  }

  /** Marks the image selected: it leaves the pool for good. */
  public void select(String pool, String imageId, long round) {
    Candidate before = candidate(pool, imageId);
    close(pool, imageId, before, before.selectedIn(round));
  }

  /** Returns what the pool knows of the image; {@link Candidate#UNKNOWN} if nothing. */
  public Candidate candidate(String pool, String imageId) {
    byte[] bytes = stores.candidates().get(StoreKey.of(pool, imageId));
    return bytes == null ? Candidate.UNKNOWN : candidates.read(bytes);
  }

  /** Returns where the image stands in the pool's ranking. The pool must have one. */
  public Standing standing(String pool, String imageId) {
    Candidate candidate = candidate(pool, imageId);
    return Standing.of(candidate, placement(pool, imageId, candidate, pools.spec(pool)));
  }

  /** Returns the image's descriptor by the encoder, or null. */
  public Descriptor descriptor(String pool, String imageId, EncoderRef encoder) {
    byte[] bytes = stores.descriptors().get(StoreKey.of(pool, imageId, encoder.toString()));
    return bytes == null ? null : StateCodec.readDescriptor(bytes);
  }

  /**
   * Ranks the pool by {@code spec} from now on; builds the ranking again if that is another one.
   * Null ends the ranking.
   */
  public void rankBy(String pool, RankingSpec spec) {
    if (Objects.equals(spec, pools.spec(pool))) {
      return;
    }
    byte[] prefix = StoreKey.of(pool);
    Sweep.clear(stores.ranking(), prefix);
    Sweep.clear(stores.timeline(), prefix);
    Sweep.clear(stores.sample(), prefix);
    pools.spec(pool, spec);
    if (spec == null) {
      pools.counts(pool, pools.counts(pool).unranked());
    } else {
      rank(pool, spec);
    }
  }

  /**
   * Builds the rankings of all pools again from the candidates. To be called once before anything
   * else where the ranking and timeline stores did not survive together with the others.
   */
  public void restoreRankings() {
    Sweep.clearAll(stores.ranking());
    Sweep.clearAll(stores.timeline());
    Sweep.clearAll(stores.sample());
    for (String pool : pools.ranked()) {
      rank(pool, pools.spec(pool));
    }
  }

  private void rank(String pool, RankingSpec spec) {
    byte[] prefix = StoreKey.of(pool);
    PoolCounts counts = pools.counts(pool).unranked();
    Placement absent = Placement.absent(spec);
    try (OrderedStore.Cursor all = stores.candidates().range(prefix, StoreKey.after(prefix))) {
      while (all.hasNext()) {
        OrderedStore.Entry entry = all.next();
        String imageId = StoreKey.lastPart(entry.key(), prefix.length);
        Placement placement = placement(pool, imageId, candidates.read(entry.value()), spec);
        place(pool, imageId, spec, absent, placement);
        counts = counts.moved(absent, placement);
      }
    }
    pools.counts(pool, counts);
  }

  /**
   * Returns the most uncertain ranked candidates scored before {@code windowEnd}, in order of
   * (uncertainty descending, image id ascending).
   *
   * @param depth how many at most
   */
  public List<ReportedCandidate> best(String pool, int depth, long windowEnd) {
    Scoring scoring = pools.spec(pool).scoring();
    byte[] prefix = StoreKey.of(pool);
    List<ReportedCandidate> best = new ArrayList<>();
    try (OrderedStore.Cursor ranking = stores.ranking().range(prefix, StoreKey.after(prefix))) {
      while (ranking.hasNext() && best.size() < depth) {
        OrderedStore.Entry entry = ranking.next();
        if (ByteBuffer.wrap(entry.value()).getLong() >= windowEnd) {
          continue;
        }
        String imageId = StoreKey.indexedImageId(entry.key(), prefix.length);
        double uncertainty =
            StoreKey.uncertainty(StoreKey.indexedNumber(entry.key(), prefix.length));
        List<Score> scores = scoring.counted(candidate(pool, imageId).scores());
        best.add(new ReportedCandidate(imageId, uncertainty, scores));
      }
    }
    return best;
  }

  /**
   * Returns the ranked candidates scored before {@code windowEnd} whose ids have the smallest
   * hashes, ascending.
   *
   * @param size how many at most
   */
  public List<String> sample(String pool, int size, long windowEnd) {
    byte[] prefix = StoreKey.of(pool);
    List<String> sample = new ArrayList<>();
    try (OrderedStore.Cursor hashes = stores.sample().range(prefix, StoreKey.after(prefix))) {
      while (hashes.hasNext() && sample.size() < size) {
        String imageId = StoreKey.indexedImageId(hashes.next().key(), prefix.length);
        if (windowEnd == Long.MAX_VALUE || candidate(pool, imageId).eventTime() < windowEnd) {
          sample.add(imageId);
        }
      }
    }
    return sample;
  }

  /** Returns how many ranked candidates were scored at or after {@code windowEnd}. */
  public long scoredFrom(String pool, long windowEnd) {
    RankingSpec spec = pools.spec(pool);
    byte[] prefix = StoreKey.of(pool);
    long scored = 0;
    try (OrderedStore.Cursor timeline =
        stores.timeline().range(StoreKey.numbered(prefix, windowEnd), StoreKey.after(prefix))) {
      while (timeline.hasNext()) {
        String imageId = StoreKey.indexedImageId(timeline.next().key(), prefix.length);
        if (placement(pool, imageId, candidate(pool, imageId), spec).ranked()) {
          scored++;
        }
      }
    }
    return scored;
  }

  /** Forgets open candidates whose event time is before {@code start}. */
  public void expire(String pool, long start) {
    byte[] prefix = StoreKey.of(pool);
    Sweep.inChunks(
        stores.timeline(),
        prefix,
        StoreKey.numbered(prefix, start),
        key -> {
          String imageId = StoreKey.indexedImageId(key, prefix.length);
          replace(pool, imageId, candidate(pool, imageId), Candidate.UNKNOWN);
          forgetDescriptors(pool, imageId);
        });
  }

  /** Forgets the open round and the descriptors kept only for it. */
  public void settle(String pool) {
    openRound.settle(pool).forEach(imageId -> forgetDescriptors(pool, imageId));
  }

  /** Notes that a round over a window ending at {@code end} was opened; earlier scores are late. */
  public void windowClosed(String pool, long end) {
    pools.windowEnd(pool, end);
  }

  /**
   * Returns whether a round of the pool ever had a window with an end: whether scores can be late.
   */
  public boolean windowed(String pool) {
    return pools.windowEnd(pool) > Long.MIN_VALUE;
  }

  /** Returns the pool's counts and starts counting late scores anew. */
  public PoolCounts takeCounts(String pool) {
    PoolCounts counts = pools.counts(pool);
    pools.counts(pool, counts.withoutLate());
    return counts;
  }

  /** Returns the pool's counts. */
  public PoolCounts counts(String pool) {
    return pools.counts(pool);
  }

  public OpenRound openRound() {
    return openRound;
  }

  public Positions positions() {
    return positions;
  }

  private void close(String pool, String imageId, Candidate before, Candidate after) {
    replace(pool, imageId, before, after);
    if (openRound.header(pool) == null) {
      forgetDescriptors(pool, imageId);
    } else {
      openRound.left(pool, imageId);
    }
  }

  private void replace(String pool, String imageId, Candidate before, Candidate after) {
    byte[] key = StoreKey.of(pool, imageId);
    if (after.equals(Candidate.UNKNOWN)) {
      stores.candidates().delete(key);
    } else {
      stores.candidates().put(key, candidates.write(after));
    }
    RankingSpec spec = pools.spec(pool);
    if (spec == null) {
      return;
    }
    Placement from = placement(pool, imageId, before, spec);
    Placement to = placement(pool, imageId, after, spec);
    place(pool, imageId, spec, from, to);
    PoolCounts counts = pools.counts(pool);
    PoolCounts moved = counts.moved(from, to);
    if (!from.ranked() && to.ranked()) {
      moved = moved.plusBecameEligible();
    }
    if (!moved.equals(counts)) {
      pools.counts(pool, moved);
    }
  }

  /** The attributes lie with the descriptor; only pools with filters pay for the look. */
  private Placement placement(String pool, String imageId, Candidate candidate, RankingSpec spec) {
    return Placement.of(
        candidate, spec, () -> descriptor(pool, imageId, spec.encoder()).attributes());
  }

  private void place(String pool, String imageId, RankingSpec spec, Placement from, Placement to) {
    byte[] prefix = StoreKey.of(pool);
    if (from.ranked()) {
      stores.ranking().delete(rankingKey(prefix, from, imageId));
    }
    if (to.ranked()) {
      byte[] eventTime = ByteBuffer.allocate(Long.BYTES).putLong(to.eventTime()).array();
      stores.ranking().put(rankingKey(prefix, to, imageId), eventTime);
    }
    if (from.ranked() != to.ranked()) {
      byte[] sampleKey = StoreKey.indexed(prefix, PoolSample.hash(imageId), imageId);
      if (to.ranked()) {
        stores.sample().put(sampleKey, new byte[0]);
      } else {
        stores.sample().delete(sampleKey);
      }
    }
    if (spec.timed() && from.open()) {
      stores.timeline().delete(StoreKey.indexed(prefix, from.eventTime(), imageId));
    }
    if (spec.timed() && to.open()) {
      stores.timeline().put(StoreKey.indexed(prefix, to.eventTime(), imageId), new byte[0]);
    }
  }

  private static byte[] rankingKey(byte[] prefix, Placement placement, String imageId) {
    long number = StoreKey.descending(placement.uncertainty().getAsDouble());
    return StoreKey.indexed(prefix, number, imageId);
  }

  private void forgetDescriptors(String pool, String imageId) {
    Sweep.clear(stores.descriptors(), StoreKey.of(pool, imageId));
  }
}
