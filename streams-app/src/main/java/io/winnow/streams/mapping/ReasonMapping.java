package io.winnow.streams.mapping;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.reason.ReasonText;
import io.winnow.selection.resampling.CandidateDecision;
import java.util.Map;

/**
 * Reasons between Avro and the selection's own type. Evidence of version 1 has words, later one has
 * codes and arguments.
 */
public final class ReasonMapping {

  private ReasonMapping() {}

  /** Returns the reason of a decision in words. */
  public static String text(CandidateDecided decided) {
    return ReasonText.of(of(decided), decided.getSimilarTo(), decided.getCosine());
  }

  /** Returns the reason of a request in words. */
  public static String text(AnnotationRequested request) {
    Reason reason = of(request.getReasonCode(), request.getReasonArguments(), request.getReason());
    return ReasonText.of(reason, request.getSimilarTo(), request.getCosine());
  }

  /** Returns the decision with its reason in words, to be shown. */
  public static CandidateDecided shown(CandidateDecided decided) {
    return CandidateDecided.newBuilder(decided).setReason(text(decided)).build();
  }

  /** Returns the request with its reason in words, to be shown. */
  public static AnnotationRequested shown(AnnotationRequested request) {
    return AnnotationRequested.newBuilder(request).setReason(text(request)).build();
  }

  /**
   * Returns the reason of a decision.
   *
   * @throws IllegalArgumentException if this software does not know it
   */
  public static Reason of(CandidateDecided decided) {
    return of(decided.getReasonCode(), decided.getReasonArguments(), decided.getReason());
  }

  private static Reason of(String code, Map<String, String> arguments, String words) {
    return code == null ? Reason.of(ReasonCode.PROSE, words) : Reason.of(code, arguments);
  }

  static void write(
      CandidateDecided.Builder decided, int evidenceVersion, CandidateDecision decision) {
    if (evidenceVersion == EvidenceVersion.FIRST) {
      decided.setReason(decision.why());
    } else {
      decided
          .setReasonCode(decision.reason().code().name())
          .setReasonArguments(decision.reason().named());
    }
  }

  /** Writes the reason of a request for annotation, and what it is about. */
  public static void write(
      AnnotationRequested.Builder request, int evidenceVersion, CandidateDecision decision) {
    if (evidenceVersion == EvidenceVersion.FIRST) {
      request.setReason(decision.why());
    } else {
      request
          .setReasonCode(decision.reason().code().name())
          .setReasonArguments(decision.reason().named())
          .setSimilarTo(decision.similarTo())
          .setCosine(decision.cosine());
    }
  }
}
