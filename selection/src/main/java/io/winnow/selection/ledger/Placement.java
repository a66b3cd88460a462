package io.winnow.selection.ledger;

import java.util.OptionalDouble;

/** Where a candidate stands under a {@link RankingSpec}. */
record Placement(
    boolean open, boolean scored, boolean described, OptionalDouble uncertainty, long eventTime) {

  static Placement of(Candidate candidate, RankingSpec spec) {
    boolean scored = candidate.score() != null;
    return new Placement(
        candidate.open(),
        scored,
        candidate.encoders().contains(spec.encoder().toString()),
        scored
            ? spec.scoring().measure().of(candidate.score().prediction())
            : OptionalDouble.empty(),
        candidate.eventTime());
  }

  boolean ranked() {
    return open && scored && described && uncertainty.isPresent();
  }

  boolean withoutDescriptor() {
    return open && scored && !described;
  }

  boolean withoutUncertainty() {
    return open && scored && described && uncertainty.isEmpty();
  }
}
