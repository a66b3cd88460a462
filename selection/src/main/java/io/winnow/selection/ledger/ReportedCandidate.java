package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.List;

/**
 * A candidate as a partition reported it when a round was opened: frozen, since newer scores may
 * replace the one the round goes by.
 *
 * @param imageId the image
 * @param uncertainty by the round's measure; larger is more uncertain
 * @param scores the scores it comes from, at least one; several of a committee, by member
 */
public record ReportedCandidate(String imageId, double uncertainty, List<Score> scores) {

  public ReportedCandidate {
    scores = List.copyOf(scores);
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("no score of reported candidate " + imageId);
    }
  }

  /** Returns what the models said together. */
  public Prediction prediction() {
    return Scoring.consensus(scores);
  }
}
