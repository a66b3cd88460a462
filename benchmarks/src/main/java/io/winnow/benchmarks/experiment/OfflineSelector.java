package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.selection.digest.Digests;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySelection;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.RankingOrder;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Opinion;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Chooses by the selection that runs in production, without Kafka. */
final class OfflineSelector implements QuerySelector {
  private final QuerySettings settings;
  private final Scoring scoring;
  private final List<String> classes;
  private final List<int[]> earlier = new ArrayList<>();

  OfflineSelector(QuerySettings settings, Measure measure, int classes) {
    this.settings = settings;
    this.scoring = Scoring.of(measure);
    this.classes = IntStream.range(0, classes).mapToObj(k -> "class-" + k).toList();
  }

  private record Said(Prediction prediction) implements Opinion {
    @Override
    public String member() {
      return null;
    }
  }

  private record Ranked(int position, String imageId, double uncertainty) {}

  @Override
  public Picks choose(int[] candidates, double[][] probabilities, float[][] vectors) {
    List<Ranked> ranking = new ArrayList<>(candidates.length);
    for (int i = 0; i < candidates.length; i++) {
      Classification prediction = new Classification(classes, probabilities[i]);
      double uncertainty = scoring.of(List.of(new Said(prediction))).orElseThrow();
      ranking.add(new Ranked(candidates[i], Pool.imageId(candidates[i]), uncertainty));
    }
    ranking.sort(
        (a, b) -> RankingOrder.compare(a.uncertainty, a.imageId, b.uncertainty, b.imageId));
    List<QueryCandidate> head =
        ranking.subList(0, Math.min(settings.maxDepth(), ranking.size())).stream()
            .map(ranked -> candidate(ranked, vectors))
            .toList();
    Query query = QuerySelection.choose(settings, head, remembered(vectors));
    List<String> selected = query.selected().stream().map(CandidateDecision::imageId).toList();
    int[] positions = selected.stream().mapToInt(Pool::position).toArray();
    earlier.add(positions);
    return new Picks(positions, query.decisions().size(), Digests.selection(selected));
  }

  private static QueryCandidate candidate(Ranked ranked, float[][] vectors) {
    return QueryCandidate.of(
        new ShortlistedCandidate(ranked.imageId, ranked.uncertainty, vectors[ranked.position]),
        null,
        null,
        Map.of());
  }

  private List<RememberedImage> remembered(float[][] vectors) {
    List<RememberedImage> remembered = new ArrayList<>();
    int from = Math.max(0, earlier.size() - settings.memory().rounds());
    for (int round = from; round < earlier.size(); round++) {
      for (int position : earlier.get(round)) {
        remembered.add(new RememberedImage(Pool.imageId(position), round + 1, vectors[position]));
      }
    }
    return remembered;
  }
}
