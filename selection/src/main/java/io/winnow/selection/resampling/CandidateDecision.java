package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonText;
import java.util.Objects;

/**
 * What became of one shortlisted candidate, and why.
 *
 * @param imageId the image
 * @param rank place in the shortlist, from 1
 * @param uncertainty by the policy's measure
 * @param selected whether it goes to the annotators
 * @param reason why
 * @param similarTo the selected image it resembles, if that is a part of the reason, else null
 * @param cosine of the two descriptors; null exactly where {@code similarTo} is
 */
public record CandidateDecision(
    String imageId,
    int rank,
    double uncertainty,
    boolean selected,
    Reason reason,
    String similarTo,
    Double cosine) {
  public CandidateDecision {
    Objects.requireNonNull(imageId, "imageId");
    Objects.requireNonNull(reason, "reason");
    if (rank < 1) {
      throw new IllegalArgumentException(
          "rank of " + imageId + " is " + rank + ", expected from 1");
    }
    if ((similarTo == null) != (cosine == null)) {
      throw new IllegalArgumentException(
          imageId + " is similar to " + similarTo + " at cosine " + cosine + ": both or neither");
    }
  }

  /** Returns the reason in words. */
  public String why() {
    return ReasonText.of(reason, similarTo, cosine);
  }
}
