package io.winnow.selection.round;

import io.winnow.selection.digest.Digests;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySelection;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.ClosedRound.QueriedImage;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolReport.RankReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides a round from the reports: a pure function, called by the stream application live and by a
 * replay.
 */
final class RoundDecider {

  private final String softwareVersion;

  RoundDecider(String softwareVersion) {
    this.softwareVersion = softwareVersion;
  }

  /**
   * @param rankings all ranking reports of the round
   * @param described the head of the global ranking, in any order
   * @param complete whether that is all that may be looked at
   * @param remembered what counts of earlier selections
   * @param sample vectors of the pool's sample, in order of their images' hashes
   * @param previousDigest digest of the pool's last manifest, or null
   * @return empty if a longer head is needed
   */
  Optional<ClosedRound> decide(
      RoundOpened opened,
      List<RankReport> rankings,
      List<DescribedCandidate> described,
      boolean complete,
      List<RememberedImage> remembered,
      List<float[]> sample,
      String previousDigest) {
    List<DescribedCandidate> ordered = new ArrayList<>(described);
    ordered.sort(Comparator.comparing(DescribedCandidate::ranked, RankedCandidate.ORDER));
    List<QueryCandidate> ranking = ordered.stream().map(DescribedCandidate::toQuery).toList();
    QuerySettings settings = QuerySettings.of(opened.policy(), opened.budget());
    return QuerySelection.choose(settings, ranking, complete, remembered)
        .map(query -> close(opened, rankings, ordered, query, sample, previousDigest));
  }

  private ClosedRound close(
      RoundOpened opened,
      List<RankReport> rankings,
      List<DescribedCandidate> ordered,
      Query query,
      List<float[]> sample,
      String previousDigest) {
    List<QueryCandidate> looked =
        ordered.subList(0, query.decisions().size()).stream()
            .map(DescribedCandidate::toQuery)
            .toList();
    RoundDiagnostics diagnostics =
        RoundDiagnostics.of(looked, query, opened.policy().coverageCosine(), sample);
    RoundManifest manifest = manifest(opened, rankings, query, diagnostics, null, previousDigest);
    List<QueriedImage> images = new ArrayList<>();
    for (CandidateDecision decision : query.selected()) {
      images.add(new QueriedImage(images.size() + 1, decision, ordered.get(decision.rank() - 1)));
    }
    return new ClosedRound(manifest, images, query.decisions());
  }

  /**
   * Ends a round without a query set.
   *
   * @param rankings of the partitions that answered in full
   * @param previousDigest digest of the pool's last manifest, or null
   */
  ClosedRound abort(
      RoundOpened opened, List<RankReport> rankings, RoundAbort because, String previousDigest) {
    RoundDiagnostics diagnostics = RoundDiagnostics.ofNothing(opened.policy().coverageCosine());
    RoundManifest manifest =
        manifest(opened, rankings, Query.NOTHING, diagnostics, because, previousDigest);
    return new ClosedRound(manifest, List.of(), List.of());
  }

  private RoundManifest manifest(
      RoundOpened opened,
      List<RankReport> rankings,
      Query query,
      RoundDiagnostics diagnostics,
      RoundAbort because,
      String previousDigest) {
    List<String> selected = query.selected().stream().map(CandidateDecision::imageId).toList();
    return new RoundManifest(
        opened.evidenceVersion(),
        opened.pool(),
        opened.round(),
        opened.trigger(),
        opened.requestId(),
        opened.openedAt(),
        opened.window(),
        opened.policy(),
        opened.budget(),
        modelVersions(rankings),
        inputs(rankings),
        totals(rankings),
        query.decisions().size(),
        query.repeated(),
        selected.size(),
        query.limits(),
        diagnostics,
        Digests.shortlist(query.decisions()),
        Digests.selection(selected),
        Digests.decisions(opened.evidenceVersion(), query.decisions()),
        previousDigest,
        softwareVersion,
        because);
  }

  /** Sums the partitions' counts; every chunk of a report repeats them. */
  static PartitionCounts totals(List<RankReport> rankings) {
    PartitionCounts totals = PartitionCounts.NONE;
    for (RankReport report : rankings) {
      if (report.chunk() == 0) {
        totals = totals.plus(report.counts());
      }
    }
    return totals;
  }

  private static List<String> modelVersions(List<RankReport> rankings) {
    TreeSet<String> versions = new TreeSet<>();
    rankings.forEach(report -> versions.addAll(report.modelVersions()));
    return List.copyOf(versions);
  }

  private static SortedMap<String, SortedMap<Integer, InputPosition>> inputs(
      List<RankReport> rankings) {
    SortedMap<String, SortedMap<Integer, InputPosition>> inputs = new TreeMap<>();
    for (RankReport report : rankings) {
      report
          .positions()
          .forEach(
              (topic, position) ->
                  inputs
                      .computeIfAbsent(topic, name -> new TreeMap<>())
                      .put(report.partition(), position));
    }
    return inputs;
  }
}
