package io.winnow.selection.offline;

import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.digest.Digests;
import io.winnow.selection.offline.CandidateTable.Ranked;
import io.winnow.selection.offline.CandidateTable.Ranking;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySelection;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.round.RoundDiagnostics;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a query set from scores that are given one by one. Of every image it keeps the id and
 * some 30 bytes; descriptors are read only for the head of the ranking. Decisions and digests have
 * the bits of a round over the same scores and descriptors.
 *
 * <pre>{@code
 * QuerySetSelector selector = new QuerySetSelector(policy, descriptors);
 * scores.forEach(selector::add);
 * QuerySet chosen = selector.select();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class QuerySetSelector {
  private final SelectionPolicy policy;
  private final DescriptorSource descriptors;
  private final CandidateTable candidates;
  private final TraitTable traits;
  private final Opinions opinions;

  /**
   * @param policy how to choose
   * @param descriptors images that are not in there are counted, but cannot be selected
   */
  public QuerySetSelector(SelectionPolicy policy, DescriptorSource descriptors) {
    this.policy = policy;
    this.descriptors = descriptors;
    this.candidates = new CandidateTable(descriptors);
    this.traits = new TraitTable(policy.query().limits());
    this.opinions = new Opinions(policy.scoring());
  }

  /** Takes a score. The last one of an image counts; with a committee, that of every member. */
  public void add(ImageScore score) {
    Scoring scoring = policy.scoring();
    List<ImageScore> scores = opinions.add(score);
    List<ImageScore> counted = scoring.counted(scores);
    Prediction prediction = counted.isEmpty() ? score.prediction() : Scoring.consensus(counted);
    candidates.put(
        score.imageId(),
        scoring.of(scores),
        Constraints.admit(policy.filters(), score.attributes()),
        traits.number(prediction, score.uri(), score.attributes()));
  }

  /**
   * Chooses from the scores so far.
   *
   * @throws InvalidInputException if a descriptor cannot be used, naming the image
   */
  public QuerySet select() {
    QuerySettings settings = policy.query();
    Ranking ranking = candidates.ranking(settings.maxDepth());
    UnitVectors vectors = new UnitVectors();
    List<QueryCandidate> head = new ArrayList<>();
    long depth = settings.shortlistSize();
    while (true) {
      int end = (int) Math.min(depth, ranking.head().size());
      for (Ranked ranked : ranking.head().subList(head.size(), end)) {
        head.add(described(ranked, vectors));
      }
      boolean complete = end == ranking.head().size();
      Optional<Query> query = QuerySelection.choose(settings, head, complete, List.of());
      if (query.isPresent()) {
        return querySet(query.get(), head, ranking, vectors);
      }
      depth *= 2;
    }
  }

  private QueryCandidate described(Ranked ranked, UnitVectors vectors) {
    String imageId = ranked.imageId();
    return new QueryCandidate(
        new ShortlistedCandidate(
            imageId, ranked.uncertainty(), vectors.of(imageId, descriptors.read(imageId))),
        traits.traits(ranked.traits()));
  }

  private QuerySet querySet(
      Query query, List<QueryCandidate> head, Ranking ranking, UnitVectors vectors) {
    List<float[]> sample = new ArrayList<>();
    UnitVectors sampled = new UnitVectors(); // the counts are those of the ranking's head
    for (String imageId : ranking.sample()) {
      sample.add(sampled.of(imageId, descriptors.read(imageId)));
    }
    return new QuerySet(
        query.decisions(),
        query.limits(),
        RoundDiagnostics.of(
            head.subList(0, query.decisions().size()), query, policy.coverageCosine(), sample),
        ranking.counts().withVectors(vectors.normalised(), vectors.zero()),
        Digests.shortlist(query.decisions()),
        Digests.selection(query.selected().stream().map(CandidateDecision::imageId).toList()));
  }
}
