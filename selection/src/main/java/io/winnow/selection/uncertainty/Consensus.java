package io.winnow.selection.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The distributions of a committee's members over the same classes, in one order of classes: that
 * of the first member.
 */
final class Consensus {

  private final List<String> classes;
  private final List<double[]> members;

  private Consensus(List<String> classes, List<double[]> members) {
    this.classes = classes;
    this.members = members;
  }

  /**
   * @param predictions of the members by their names' order, at least one; empty unless all of them
   *     are classifications over the same set of classes
   */
  static Optional<Consensus> of(List<Prediction> predictions) {
    if (!(predictions.get(0) instanceof Classification first)) {
      return Optional.empty();
    }
    List<double[]> members = new ArrayList<>();
    for (Prediction prediction : predictions) {
      if (!(prediction instanceof Classification classification)
          || classification.classes().size() != first.classes().size()) {
        return Optional.empty();
      }
      double[] aligned = aligned(classification, first.classes());
      if (aligned == null) {
        return Optional.empty();
      }
      members.add(aligned);
    }
    return Optional.of(new Consensus(first.classes(), members));
  }

  private static double[] aligned(Classification classification, List<String> classes) {
    double[] probabilities = classification.probabilities();
    if (classification.classes().equals(classes)) {
      return probabilities;
    }
    double[] aligned = new double[classes.size()];
    for (int i = 0; i < aligned.length; i++) {
      int from = classification.classes().indexOf(classes.get(i));
      if (from < 0) {
        return null;
      }
      aligned[i] = probabilities[from];
    }
    return aligned;
  }

  /**
   * The mean distribution, summing to 1: members whose sums are just within the tolerance may have
   * a mean that rounding puts outside.
   */
  Classification mean() {
    double[] mean = meanProbabilities();
    double sum = 0.0;
    for (double p : mean) {
      sum += p;
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= sum;
    }
    return new Classification(classes, mean);
  }

  double uncertainty(Measure measure) {
    return switch (measure) {
      case VOTE_ENTROPY -> Distributions.entropy(voteShares());
      case VARIATION_RATIO -> 1.0 - largest(voteShares());
      case MEAN_ENTROPY -> meanEntropy();
      case MUTUAL_INFORMATION ->
          Math.max(0.0, Distributions.entropy(meanProbabilities()) - meanEntropy());
      case LEAST_CONFIDENCE, MARGIN, PAPER_LITERAL_MARGIN, ENTROPY ->
          Distributions.uncertainty(measure, meanProbabilities());
      case PRECOMPUTED -> throw new IllegalArgumentException("precomputed is not of distributions");
    };
  }

  private double[] meanProbabilities() {
    double[] mean = new double[classes.size()];
    for (double[] member : members) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += member[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= members.size();
    }
    return mean;
  }

  private double meanEntropy() {
    double sum = 0.0;
    for (double[] member : members) {
      sum += Distributions.entropy(member);
    }
    return sum / members.size();
  }

  /** Of equal probabilities the first class gets the vote. */
  private double[] voteShares() {
    int[] votes = new int[classes.size()];
    for (double[] member : members) {
      int best = 0;
      for (int i = 1; i < member.length; i++) {
        if (member[i] > member[best]) {
          best = i;
        }
      }
      votes[best]++;
    }
    double[] shares = new double[votes.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (double) votes[i] / members.size();
    }
    return shares;
  }

  private static double largest(double[] values) {
    double largest = values[0];
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
