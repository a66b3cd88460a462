package io.winnow.streams.mapping;

import io.winnow.schemas.MemberScore;
import io.winnow.selection.ledger.Score;
import java.time.Instant;
import java.util.List;

/** The scores of a committee between Avro and the selection's own type. */
final class CommitteeMapping {

  private CommitteeMapping() {}

  /**
   * @param scores that an uncertainty comes from: of a committee each names its member, a single
   *     one is no committee
   */
  static List<MemberScore> toAvro(List<Score> scores) {
    if (scores.size() == 1) {
      return List.of();
    }
    return scores.stream()
        .map(
            score ->
                new MemberScore(
                    score.member(),
                    score.model(),
                    score.modelVersion(),
                    Instant.ofEpochMilli(score.scoredAt()),
                    PredictionMapping.toAvro(score.prediction())))
        .toList();
  }

  static List<Score> fromAvro(List<MemberScore> committee) {
    return committee.stream()
        .map(
            score ->
                new Score(
                    score.getModel(),
                    score.getModelVersion(),
                    score.getMember(),
                    score.getScoredAt().toEpochMilli(),
                    PredictionMapping.fromAvro(score.getPrediction())))
        .toList();
  }
}
