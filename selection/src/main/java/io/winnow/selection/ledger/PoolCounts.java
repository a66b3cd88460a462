package io.winnow.selection.ledger;

/**
 * How many candidates of a pool a partition holds.
 *
 * @param ranked candidates in the ranking: scored, described by the ranking's encoder, with a
 *     defined uncertainty, not closed
 * @param withoutDescriptor scored candidates without a descriptor of the ranking's encoder
 * @param withoutUncertainty scored and described candidates for which the measure is undefined
 * @param filteredOut candidates that would be in the ranking but for its filters
 * @param incompleteCommittee scored candidates of which a member of the committee is missing; in
 *     the ranking where the minimum is in
 * @param late scores that came after the round of the window they belong to was opened, since the
 *     last round
 * @param becameEligible how many candidates ever entered the ranking by an input
 * @param progress of the next encoder
 */
public record PoolCounts(
    long ranked,
    long withoutDescriptor,
    long withoutUncertainty,
    long filteredOut,
    long incompleteCommittee,
    long late,
    long becameEligible,
    EncoderProgress progress) {

  /** An empty pool. */
  public static final PoolCounts NONE = new PoolCounts(0, 0, 0, 0, 0, 0, 0, EncoderProgress.NONE);

  PoolCounts moved(Placement before, Placement after) {
    return new PoolCounts(
        ranked + change(before.ranked(), after.ranked()),
        withoutDescriptor + change(before.withoutDescriptor(), after.withoutDescriptor()),
        withoutUncertainty + change(before.withoutUncertainty(), after.withoutUncertainty()),
        filteredOut + change(before.filteredOut(), after.filteredOut()),
        incompleteCommittee + change(before.incompleteCommittee(), after.incompleteCommittee()),
        late,
        becameEligible,
        progress.moved(before, after));
  }

  PoolCounts plusBecameEligible() {
    return new PoolCounts(
        ranked,
        withoutDescriptor,
        withoutUncertainty,
        filteredOut,
        incompleteCommittee,
        late,
        becameEligible + 1,
        progress);
  }

  PoolCounts plusLate() {
    return new PoolCounts(
        ranked,
        withoutDescriptor,
        withoutUncertainty,
        filteredOut,
        incompleteCommittee,
        late + 1,
        becameEligible,
        progress);
  }

  PoolCounts withoutLate() {
    return new PoolCounts(
        ranked,
        withoutDescriptor,
        withoutUncertainty,
        filteredOut,
        incompleteCommittee,
        0,
        becameEligible,
        progress);
  }

  /** Returns these counts for a ranking that is about to be built again. */
  PoolCounts unranked() {
    return new PoolCounts(0, 0, 0, 0, 0, late, becameEligible, EncoderProgress.NONE);
  }

  private static long change(boolean before, boolean after) {
    return (after ? 1L : 0L) - (before ? 1L : 0L);
  }
}
