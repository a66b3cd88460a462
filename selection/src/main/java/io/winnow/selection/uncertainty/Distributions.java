package io.winnow.selection.uncertainty;

/** Uncertainty of one distribution over classes. */
final class Distributions {

  private Distributions() {}

  /**
   * @param measure one of those that are defined for a single distribution
   * @param probabilities at least two
   */
  static double uncertainty(Measure measure, double[] probabilities) {
    return switch (measure) {
      case LEAST_CONFIDENCE -> Math.max(0.0, 1.0 - TopTwo.of(probabilities).first());
      case MARGIN -> Math.max(0.0, 1.0 - TopTwo.of(probabilities).margin());
      case PAPER_LITERAL_MARGIN -> 0.0 - TopTwo.of(probabilities).margin();
      case ENTROPY -> entropy(probabilities);
      case VOTE_ENTROPY, MEAN_ENTROPY, MUTUAL_INFORMATION, VARIATION_RATIO, PRECOMPUTED ->
          throw new IllegalArgumentException(measure.label() + " is not of one distribution");
    };
  }

  static double entropy(double[] probabilities) {
    double entropy = 0.0;
    for (double p : probabilities) {
      if (p > 0.0) {
        entropy -= p * StrictMath.log(p);
      }
    }
    return Math.max(0.0, entropy);
  }

  /** The two largest probabilities of at least two. */
  private record TopTwo(double first, double second) {

    double margin() {
      return first - second;
    }

    static TopTwo of(double[] probabilities) {
      double first = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (double p : probabilities) {
        if (p > first) {
          second = first;
          first = p;
        } else if (p > second) {
          second = p;
        }
      }
      return new TopTwo(first, second);
    }
  }
}
