package io.winnow.audit;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.RoundClosed;
import java.util.List;

/**
 * What was written of one round.
 *
 * @param manifest null if it is missing while a later one exists
 * @param decisions by rank
 * @param requests by rank; each with the image it asks for
 */
public record RoundRecords(
    RoundClosed manifest, List<CandidateDecided> decisions, List<Requested> requests) {

  /**
   * An annotation request.
   *
   * @param imageId key of the record
   */
  public record Requested(String imageId, AnnotationRequested request) {}
}
