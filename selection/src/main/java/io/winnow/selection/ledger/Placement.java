package io.winnow.selection.ledger;

import io.winnow.selection.constraint.Constraints;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Where a candidate stands under a {@link RankingSpec}. */
record Placement(
    boolean switching,
    boolean open,
    boolean scored,
    boolean described,
    boolean nextDescribed,
    OptionalDouble uncertainty,
    boolean admitted,
    boolean membersMissing,
    long eventTime) {

  /**
   * @param attributes of the image, by the ranking's encoder; asked for only where it is described
   *     and there are filters
   */
  static Placement of(
      Candidate candidate, RankingSpec spec, Supplier<Map<String, String>> attributes) {
    boolean scored = candidate.scored();
    boolean described = candidate.encoders().contains(spec.encoder().toString());
    return new Placement(
        spec.next() != null,
        candidate.open(),
        scored,
        described,
        spec.next() != null && candidate.encoders().contains(spec.next().toString()),
        scored ? spec.scoring().of(candidate.scores()) : OptionalDouble.empty(),
        spec.filters().isEmpty()
            || (described && Constraints.admit(spec.filters(), attributes.get())),
        scored && spec.scoring().incomplete(candidate.scores()),
        candidate.eventTime());
  }

  /** Where an image stands of which nothing is known. */
  static Placement absent(RankingSpec spec) {
    return of(Candidate.UNKNOWN, spec, Map::of);
  }

  boolean ranked() {
    return rankable() && admitted;
  }

  boolean filteredOut() {
    return rankable() && !admitted;
  }

  private boolean rankable() {
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

  boolean incompleteCommittee() {
    return open && membersMissing;
  }

  boolean withoutUncertainty() {
    return open && scored && described && uncertainty.isEmpty();
  }
}
