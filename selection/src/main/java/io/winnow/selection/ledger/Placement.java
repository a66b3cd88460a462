package io.winnow.selection.ledger;

import java.util.OptionalDouble;

/** Where a candidate stands under a {@link RankingSpec}. */
record Placement(
    boolean switching,
    boolean open,
    boolean scored,
    boolean described,
    boolean nextDescribed,
    OptionalDouble uncertainty,
    long eventTime) {

  static Placement of(Candidate candidate, RankingSpec spec) {
    boolean scored = candidate.score() != null;
    return new Placement(
        spec.next() != null,
        candidate.open(),
        scored,
        candidate.encoders().contains(spec.encoder().toString()),
        spec.next() != null && candidate.encoders().contains(spec.next().toString()),
        scored
            ? spec.scoring().measure().of(candidate.score().prediction())
            : OptionalDouble.empty(),
        candidate.eventTime());
  }

  boolean ranked() {
    return open && scored && described && uncertainty.isPresent();
  }

  boolean describedByAny() {
    return switching && open && (described || nextDescribed);
  }

  boolean describedByNext() {
    return switching && open && nextDescribed;
  }

  boolean withoutDescriptor() {
    return open && scored && !described;
  }

  boolean withoutUncertainty() {
    return open && scored && described && uncertainty.isEmpty();
  }
}
