package io.winnow.selection.round;

import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.ReportedCandidate;

/** A shortlisted candidate with all that the selection and the annotation request need. */
public record DescribedCandidate(ReportedCandidate candidate, Descriptor descriptor) {

  RankedCandidate ranked() {
    return new RankedCandidate(candidate.imageId(), candidate.uncertainty());
  }
}
