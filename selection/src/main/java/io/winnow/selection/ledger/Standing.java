package io.winnow.selection.ledger;

/** Where an image stands in a pool, and what it lacks to be ranked. */
public enum Standing {
  /** Nothing is known of it, or it was forgotten with its window. */
  UNKNOWN,
  /** An oracle labelled it. */
  LABELLED,
  /** A round selected it. */
  SELECTED,
  /** No model has scored it. */
  UNSCORED,
  /** It has no descriptor of the encoder. */
  UNDESCRIBED,
  /** The measure is undefined for its prediction, or members of the committee are missing. */
  UNDEFINED,
  /** It does not meet the policy's filters. */
  FILTERED_OUT,
  /** It competes. */
  RANKED;

  static Standing of(Candidate candidate, Placement placement) {
    if (candidate.selectedInRound() > 0) {
      return SELECTED;
    } else if (candidate.labelled()) {
      return LABELLED;
    } else if (!candidate.open()) {
      return UNKNOWN;
    } else if (!candidate.scored()) {
      return UNSCORED;
    } else if (placement.withoutDescriptor()) {
      return UNDESCRIBED;
    } else if (placement.withoutUncertainty()) {
      return UNDEFINED;
    }
    return placement.ranked() ? RANKED : FILTERED_OUT;
  }
}
