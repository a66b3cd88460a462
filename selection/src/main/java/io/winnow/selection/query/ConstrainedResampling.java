package io.winnow.selection.query;

import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.resampling.Shortlist;
import java.util.List;
import java.util.OptionalDouble;

/** Resamples a shortlist under the limits of a policy. */
final class ConstrainedResampling {

  private ConstrainedResampling() {}

  /**
   * What became of a shortlist.
   *
   * @param decisions in order of the shortlist
   * @param similarityThreshold as in {@link Resampling}
   * @param limits what limits did
   * @param wantsMore whether a longer shortlist could fill the budget or a minimum
   */
  record Result(
      List<CandidateDecision> decisions,
      OptionalDouble similarityThreshold,
      List<LimitOutcome> limits,
      boolean wantsMore) {}

  static Result of(QuerySettings settings, List<QueryCandidate> shortlist) {
    Resampler resampler =
        Resamplers.named(settings.resampling().resampler(), settings.resampling().settings());
    if (!settings.limits().isEmpty()) {
      return new LimitedResampling(settings, resampler, shortlist).run();
    }
    Resampling resampling = resampler.resample(shortlist(shortlist), settings.budget());
    return new Result(
        resampling.decisions(),
        resampling.similarityThreshold(),
        List.of(),
        resampling.wantsMore() || resampling.selected().size() < settings.budget());
  }

  static Shortlist shortlist(List<QueryCandidate> candidates) {
    return new Shortlist(candidates.stream().map(QueryCandidate::shortlisted).toList());
  }
}
