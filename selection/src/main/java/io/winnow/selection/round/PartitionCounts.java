package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderProgress;

/**
 * What a partition, or all of them, held of a pool when a round was opened.
 *
 * @param eligible candidates that could be selected
 * @param withoutDescriptor scored candidates without a descriptor of the encoder
 * @param withoutUncertainty described candidates for which the measure is undefined
 * @param filteredOut otherwise eligible candidates that do not meet the policy's filters
 * @param incompleteCommittee scored candidates of which a member of the committee is missing
 * @param outsideWindow otherwise eligible candidates scored after the window's end
 * @param late scores that came after the round of the window they belong to was opened
 * @param becameEligible candidates that ever became eligible
 * @param progress of the policy's next encoder
 */
public record PartitionCounts(
    long eligible,
    long withoutDescriptor,
    long withoutUncertainty,
    long filteredOut,
    long incompleteCommittee,
    long outsideWindow,
    long late,
    long becameEligible,
    EncoderProgress progress) {

  static final PartitionCounts NONE =
      new PartitionCounts(0, 0, 0, 0, 0, 0, 0, 0, EncoderProgress.NONE);

  PartitionCounts plus(PartitionCounts other) {
    return new PartitionCounts(
        eligible + other.eligible,
        withoutDescriptor + other.withoutDescriptor,
        withoutUncertainty + other.withoutUncertainty,
        filteredOut + other.filteredOut,
        incompleteCommittee + other.incompleteCommittee,
        outsideWindow + other.outsideWindow,
        late + other.late,
        becameEligible + other.becameEligible,
        progress.plus(other.progress));
  }
}
