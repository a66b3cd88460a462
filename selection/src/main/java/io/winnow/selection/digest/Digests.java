package io.winnow.selection.digest;

import io.winnow.selection.resampling.CandidateDecision;
import java.util.ArrayList;
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
   * Digest of all decisions: the line {@code winnow-decisions-2}, then for every candidate, most
   * uncertain first, its image id, its rank, its uncertainty, {@code SELECTED} or {@code DROPPED},
   * the image it resembles and the cosine, {@code null} where there is none, the code of the reason
   * and the {@link CanonicalDigest#text} of each of its arguments in order. Of evidence of version
   * 1 the line {@code winnow-decisions-1}, and in place of code and arguments the reason in words,
   * before the image it resembles.
   *
   * @param evidenceVersion of the round
   */
  public static String decisions(int evidenceVersion, List<CandidateDecision> decisions) {
    boolean words = EvidenceVersion.require(evidenceVersion) == EvidenceVersion.FIRST;
    CanonicalDigest digest =
        new CanonicalDigest(words ? "winnow-decisions-1" : "winnow-decisions-2");
    for (CandidateDecision decision : decisions) {
      List<String> fields = new ArrayList<>();
      fields.add(decision.imageId());
      fields.add(Integer.toString(decision.rank()));
      fields.add(CanonicalDigest.field(decision.uncertainty()));
      fields.add(decision.selected() ? "SELECTED" : "DROPPED");
      if (words) {
        fields.add(CanonicalDigest.text(decision.why()));
      }
      fields.add(String.valueOf(decision.similarTo()));
      fields.add(decision.cosine() == null ? "null" : CanonicalDigest.field(decision.cosine()));
      if (!words) {
        fields.add(decision.reason().code().name());
        decision.reason().arguments().forEach(text -> fields.add(CanonicalDigest.text(text)));
      }
      digest.line(fields.toArray(String[]::new));
    }
    return digest.finish();
  }
}
