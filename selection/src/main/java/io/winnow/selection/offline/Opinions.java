package io.winnow.selection.offline;

import io.winnow.selection.ledger.Candidate;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The scores of an image that can count. Without a committee that is the last one, and nothing is
 * kept; with one, it is the last of every member, as in a pool, so that memory grows with the
 * members' predictions.
 */
final class Opinions {
  private final boolean committee;
  private final Map<String, List<ImageScore>> kept = new HashMap<>();

  Opinions(Scoring scoring) {
    this.committee = scoring.committee() != null;
  }

  /** Takes a score and returns those of its image, in order of arrival. */
  List<ImageScore> add(ImageScore score) {
    if (!committee) {
      return List.of(score);
    }
    List<ImageScore> scores = kept.computeIfAbsent(score.imageId(), id -> new ArrayList<>(4));
    scores.removeIf(earlier -> Objects.equals(earlier.member(), score.member()));
    if (scores.size() == Candidate.MAX_MEMBERS) {
      scores.remove(0);
    }
    scores.add(score);
    return scores;
  }
}
