package io.winnow.selection.round;

import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.resampling.ShortlistedCandidate;

/** A shortlisted candidate with all that the selection and the annotation request need. */
public record DescribedCandidate(ReportedCandidate candidate, Descriptor descriptor) {

  RankedCandidate ranked() {
    return new RankedCandidate(candidate.imageId(), candidate.uncertainty());
  }

  QueryCandidate toQuery() {
    return QueryCandidate.of(
        new ShortlistedCandidate(candidate.imageId(), candidate.uncertainty(), descriptor.vector()),
        candidate.prediction(),
        descriptor.image().uri(),
        descriptor.attributes());
  }

  /**
   * @param round that selected it
   */
  RememberedImage toMemory(long round) {
    return new RememberedImage(candidate.imageId(), round, descriptor.vector());
  }
}
