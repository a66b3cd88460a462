package io.winnow.selection.digest;

import io.winnow.selection.resampling.CandidateDecision;
import java.util.List;

/** The digests of a round's manifest. */
public final class Digests {
  private Digests() {}

  /**
   * Digest of a shortlist with its uncertainties: the line {@code winnow-shortlist-1}, then for
   * every candidate, most uncertain first, its image id and the {@link
   * CanonicalDigest#field(double)} of its uncertainty.
   */
  public static String shortlist(List<CandidateDecision> decisions) {
    CanonicalDigest digest = new CanonicalDigest("winnow-shortlist-1");
    for (CandidateDecision decision : decisions) {
      digest.line(decision.imageId(), CanonicalDigest.field(decision.uncertainty()));
    }
    return digest.finish();
  }

  /**
   * Digest of an ordered selection: the line {@code winnow-selection-1}, then every image id, most
   * uncertain first.
   */
  public static String selection(List<String> imageIds) {
    CanonicalDigest digest = new CanonicalDigest("winnow-selection-1");
    imageIds.forEach(digest::line);
    return digest.finish();
  }

  /**
   * Digest of all decisions: the line {@code winnow-decisions-1}, then for every candidate, most
   * uncertain first, its image id, its rank, its uncertainty, {@code SELECTED} or {@code DROPPED},
   * the {@link CanonicalDigest#text} of the reason, the image it resembles and the cosine; {@code
   * null} where there is none.
   */
  public static String decisions(List<CandidateDecision> decisions) {
    CanonicalDigest digest = new CanonicalDigest("winnow-decisions-1");
    for (CandidateDecision decision : decisions) {
      digest.line(
          decision.imageId(),
          Integer.toString(decision.rank()),
          CanonicalDigest.field(decision.uncertainty()),
          decision.selected() ? "SELECTED" : "DROPPED",
          CanonicalDigest.text(decision.reason()),
          String.valueOf(decision.similarTo()),
          decision.cosine() == null ? "null" : CanonicalDigest.field(decision.cosine()));
    }
    return digest.finish();
  }
}
