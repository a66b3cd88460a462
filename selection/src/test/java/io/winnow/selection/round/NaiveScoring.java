package io.winnow.selection.round;

import io.winnow.selection.ledger.Score;
import io.winnow.selection.uncertainty.BoxAggregation;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.EmptyDetections;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Uncertainties as the documentation words them, for the measures that the property test draws:
 * least confidence with and without a committee, and the share of votes.
 */
final class NaiveScoring {

  private NaiveScoring() {}

  /**
   * @param scores the last of each member, in the order of their offsets
   */
  static OptionalDouble uncertainty(Scoring scoring, List<Score> scores) {
    if (scoring.committee() == null) {
      return one(scoring, scores.get(scores.size() - 1).prediction());
    }
    List<Score> members = new ArrayList<>(scores);
    members.removeIf(score -> score.member() == null);
    while (members.size() > scoring.committee().size()) {
      members.remove(0);
    }
    members.sort(Comparator.comparing(Score::member));
    if (members.size() < scoring.committee().minimum()) {
      return OptionalDouble.empty();
    }
    if (members.stream().anyMatch(member -> member.prediction() instanceof Detections)) {
      return meanOfMembers(scoring, members);
    }
    int classes = ((Classification) members.get(0).prediction()).classes().size();
    double[] mean = new double[classes];
    int[] votes = new int[classes];
    for (Score member : members) {
      double[] probabilities = ((Classification) member.prediction()).probabilities();
      int best = 0;
      for (int i = 0; i < classes; i++) {
        mean[i] += probabilities[i];
        best = probabilities[i] > probabilities[best] ? i : best;
      }
      votes[best]++;
    }
    double largest = 0;
    for (int i = 0; i < classes; i++) {
      double share = scoring.measure() == Measure.VARIATION_RATIO ? votes[i] : mean[i];
      largest = Math.max(largest, share / members.size());
    }
    return OptionalDouble.of(Math.max(0.0, 1 - largest));
  }

  private static OptionalDouble meanOfMembers(Scoring scoring, List<Score> members) {
    if (scoring.measure().needsCommittee()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (Score member : members) {
      OptionalDouble uncertainty = one(scoring, member.prediction());
      if (uncertainty.isEmpty()) {
        return uncertainty;
      }
      sum += uncertainty.getAsDouble();
    }
    return OptionalDouble.of(sum / members.size());
  }

  private static OptionalDouble one(Scoring scoring, Prediction prediction) {
    if (prediction instanceof Classification) {
      return Scoring.of(scoring.measure()).of(List.of(new Score("m", "1", null, 0, prediction)));
    }
    List<DetectedBox> boxes = ((Detections) prediction).boxes();
    if (boxes.isEmpty()) {
      return scoring.emptyDetections() == EmptyDetections.SKIP
          ? OptionalDouble.empty()
          : OptionalDouble.of(1e9);
    }
    List<String> classes = ((Detections) prediction).classes();
    double sum = 0;
    double largest = 0;
    for (DetectedBox box : boxes) {
      double uncertainty =
          one(scoring, new Classification(classes, box.probabilities())).getAsDouble();
      sum += uncertainty;
      largest = Math.max(largest, uncertainty);
    }
    return OptionalDouble.of(
        scoring.boxes() == BoxAggregation.SUM
            ? sum
            : scoring.boxes() == BoxAggregation.MEAN ? sum / boxes.size() : largest);
  }
}
