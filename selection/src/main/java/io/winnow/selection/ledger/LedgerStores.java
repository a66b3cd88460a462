package io.winnow.selection.ledger;

/**
 * The stores of one partition. Ranking, timeline and sample are indexes over the candidates: they
 * may be lost if {@link PoolLedger#restoreRankings} is called before the ledger is used again, and
 * the ledger deletes a key of theirs before it puts it again.
 *
 * @param candidates (pool, image) to {@link Candidate}
 * @param descriptors (pool, image, encoder) to {@link Descriptor}; apart, so that a new score does
 *     not rewrite a kilobyte
 * @param ranking (pool, uncertainty descending, image) to event time: the top T'' is a range scan
 * @param timeline (pool, event time, image): what lies outside a window is a range scan
 * @param sample (pool, {@link io.winnow.selection.diagnostics.PoolSample#hash} of the image,
 *     image): the sample of the pool is a range scan; an index like ranking and timeline
 * @param openRounds what was reported in the rounds that are not settled yet
 * @param pools per pool: policy, counts, last window
 * @param positions topic to the offset of the last record folded in
 */
public record LedgerStores(
    OrderedStore candidates,
    OrderedStore descriptors,
    OrderedStore ranking,
    OrderedStore timeline,
    OrderedStore sample,
    OrderedStore openRounds,
    OrderedStore pools,
    OrderedStore positions) {

  /** Returns empty stores in memory. */
  public static LedgerStores inMemory() {
    return new LedgerStores(
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore());
  }
}
