package io.winnow.selection.round;

import io.winnow.selection.diagnostics.ClassBalance;
import io.winnow.selection.diagnostics.ClusterDivergence;
import io.winnow.selection.diagnostics.Coverage;
import io.winnow.selection.diagnostics.NearestPair;
import io.winnow.selection.diagnostics.PoolComparison;
import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Shortlist;
import java.util.ArrayList;
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
 * @param divergenceBefore KL divergence of the cluster histograms of shortlist and plain top T',
 *     see {@link ClusterDivergence}; empty if nothing is selected
 * @param divergenceAfter the same of shortlist and selection
 * @param pool the same beside a sample of the pool
 * @param classesBefore predicted classes of the shortlist
 * @param classesAfter predicted classes of the selection
 */
public record RoundDiagnostics(
    double meanUncertainty,
    OptionalDouble similarityThreshold,
    double coverageDelta,
    double coverageBefore,
    double coverageAfter,
    OptionalDouble nearestPairBefore,
    OptionalDouble nearestPairAfter,
    OptionalDouble divergenceBefore,
    OptionalDouble divergenceAfter,
    PoolComparison pool,
    ClassBalance classesBefore,
    ClassBalance classesAfter) {

  /**
   * @param looked the candidates that were looked at, one per decision
   * @param coverageCosine of the coverages
   * @param sample vectors of the pool's sample, in order of their images' hashes
   */
  public static RoundDiagnostics of(
      List<QueryCandidate> looked, Query query, double coverageCosine, List<float[]> sample) {
    Shortlist shortlist = new Shortlist(looked.stream().map(QueryCandidate::shortlisted).toList());
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
    ClusterDivergence divergence = new ClusterDivergence(shortlist);
    return new RoundDiagnostics(
        selection.isEmpty() ? 0 : sum / selection.size(),
        query.similarityThreshold(),
        coverageCosine,
        Coverage.of(shortlist, plainTop, coverageCosine),
        Coverage.of(shortlist, selection, coverageCosine),
        NearestPair.of(shortlist, plainTop),
        NearestPair.of(shortlist, selection),
        divergence.of(plainTop),
        divergence.of(selection),
        PoolComparison.of(
            sample, vectors(shortlist, plainTop), vectors(shortlist, selection), coverageCosine),
        classes(looked, IntStream.range(0, looked.size()).boxed().toList()),
        classes(looked, selection));
  }

  /** Of a round that was aborted before anything was looked at. */
  static RoundDiagnostics ofNothing(double coverageCosine) {
    return new RoundDiagnostics(
        0,
        OptionalDouble.empty(),
        coverageCosine,
        0,
        0,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        PoolComparison.NONE,
        ClassBalance.of(List.of()),
        ClassBalance.of(List.of()));
  }

  private static List<float[]> vectors(Shortlist shortlist, List<Integer> positions) {
    return positions.stream().map(shortlist.vectors()::get).toList();
  }

  private static ClassBalance classes(List<QueryCandidate> looked, List<Integer> positions) {
    List<String> classes = new ArrayList<>(); // with nulls
    positions.forEach(position -> classes.add(looked.get(position).traits().predictedClass()));
    return ClassBalance.of(classes);
  }

  void digestTo(CanonicalDigest digest) {
    digest.line("meanUncertainty", CanonicalDigest.field(meanUncertainty));
    digest.line("similarityThreshold", hex(similarityThreshold));
    digest.line("coverageDelta", CanonicalDigest.field(coverageDelta));
    digest.line("coverageBefore", CanonicalDigest.field(coverageBefore));
    digest.line("coverageAfter", CanonicalDigest.field(coverageAfter));
    digest.line("nearestPairBefore", hex(nearestPairBefore));
    digest.line("nearestPairAfter", hex(nearestPairAfter));
    digest.line("divergenceBefore", hex(divergenceBefore));
    digest.line("divergenceAfter", hex(divergenceAfter));
    digest.line("poolSample", Integer.toString(pool.sample()));
    digest.line("poolCoverageBefore", hex(pool.coverageBefore()));
    digest.line("poolCoverageAfter", hex(pool.coverageAfter()));
    digest.line("poolDivergenceBefore", hex(pool.divergenceBefore()));
    digest.line("poolDivergenceAfter", hex(pool.divergenceAfter()));
    digestTo(digest, "classBefore", classesBefore);
    digestTo(digest, "classAfter", classesAfter);
  }

  private static void digestTo(CanonicalDigest digest, String name, ClassBalance balance) {
    balance
        .counts()
        .forEach(
            (predicted, images) ->
                digest.line(name, CanonicalDigest.text(predicted), Integer.toString(images)));
  }

  private static String hex(OptionalDouble value) {
    return value.isPresent() ? CanonicalDigest.field(value.getAsDouble()) : "null";
  }
}
