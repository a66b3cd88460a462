package io.winnow.selection.round;

import io.winnow.selection.diagnostics.Coverage;
import io.winnow.selection.diagnostics.NearestPair;
import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.query.Query;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Shortlist;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What the selection is like, beside the plain top T' of the same shortlist. "Before" is the plain
 * top T', "after" the selection.
 *
 * @param meanUncertainty of the selection; 0 if it is empty
 * @param similarityThreshold cosine from which a candidate counted as a repetition, if the
 *     resampler has one
 * @param coverageDelta cosine of the two coverages
 * @param coverageBefore share of the shortlist within that cosine of the plain top T', in [0, 1]
 * @param coverageAfter the same of the selection
 * @param nearestPairBefore largest cosine within the plain top T'; empty below two images
 * @param nearestPairAfter the same within the selection
 */
public record RoundDiagnostics(
    double meanUncertainty,
    OptionalDouble similarityThreshold,
    double coverageDelta,
    double coverageBefore,
    double coverageAfter,
    OptionalDouble nearestPairBefore,
    OptionalDouble nearestPairAfter) {

  /**
   * @param shortlist the candidates that were looked at, as many as the query has decisions
   * @param coverageCosine of the two coverages
   */
  public static RoundDiagnostics of(Shortlist shortlist, Query query, double coverageCosine) {
    List<CandidateDecision> decisions = query.decisions();
    List<Integer> selection =
        IntStream.range(0, decisions.size())
            .filter(i -> decisions.get(i).selected())
            .boxed()
            .toList();
    List<Integer> plainTop = IntStream.range(0, selection.size()).boxed().toList();
    double sum = 0;
    for (CandidateDecision decision : query.selected()) {
      sum += decision.uncertainty();
    }
    return new RoundDiagnostics(
        selection.isEmpty() ? 0 : sum / selection.size(),
        query.similarityThreshold(),
        coverageCosine,
        Coverage.of(shortlist, plainTop, coverageCosine),
        Coverage.of(shortlist, selection, coverageCosine),
        NearestPair.of(shortlist, plainTop),
        NearestPair.of(shortlist, selection));
  }

  void digestTo(CanonicalDigest digest) {
    digest.line("meanUncertainty", CanonicalDigest.field(meanUncertainty));
    digest.line("similarityThreshold", hex(similarityThreshold));
    digest.line("coverageDelta", CanonicalDigest.field(coverageDelta));
    digest.line("coverageBefore", CanonicalDigest.field(coverageBefore));
    digest.line("coverageAfter", CanonicalDigest.field(coverageAfter));
    digest.line("nearestPairBefore", hex(nearestPairBefore));
    digest.line("nearestPairAfter", hex(nearestPairAfter));
  }

  private static String hex(OptionalDouble value) {
    return value.isPresent() ? CanonicalDigest.field(value.getAsDouble()) : "null";
  }
}
