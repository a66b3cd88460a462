package io.winnow.selection.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Uncertainty of a prediction: larger is more uncertain, whatever the sign in the paper.
 *
 * <p>Values are finite, never {@code -0.0} and the same bits on every JVM: logarithms come from
 * {@link StrictMath} and sums run in the order of the prediction. The measures of a distribution
 * are never negative: rounding of a sum slightly above 1 is cut off at 0.
 */
public enum Measure {
  /** 1 − p₁ (equation 10); summed over the boxes of a detection (RLC, equation 13). */
  LEAST_CONFIDENCE("least-confidence") {
    @Override
    double ofDistribution(double[] probabilities) {
      return 1.0 - TopTwo.of(probabilities).first();
    }
  },

  /**
   * 1 − (p₁ − p₂); summed over boxes (RMS). The paper's C − C′ (equations 11 and 14) has the other
   * sign.
   */
  MARGIN("margin") {
    @Override
    double ofDistribution(double[] probabilities) {
      TopTwo top = TopTwo.of(probabilities);
      return 1.0 - (top.first() - top.second());
    }
  },

  /**
   * −Σ p ln p in nats with 0 · ln 0 = 0; summed over boxes (RES). The paper's Σ p ln p (equations
   * 12 and 15) has the other sign.
   */
  ENTROPY("entropy") {
    @Override
    double ofDistribution(double[] probabilities) {
      double entropy = 0.0;
      for (double p : probabilities) {
        if (p > 0.0) {
          entropy -= p * StrictMath.log(p);
        }
      }
      return entropy;
    }
  },

  /** The owner's score, turned so that larger is more uncertain. */
  PRECOMPUTED("precomputed") {
    @Override
    double ofDistribution(double[] probabilities) {
      throw new IllegalStateException("precomputed uncertainty has no distribution");
    }
  };

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  /** The name used in policies. */
  public String label() {
    return label;
  }

  /**
   * The measure with that {@link #label()}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Measure named(String name) {
    for (Measure measure : values()) {
      if (measure.label.equals(name)) {
        return measure;
      }
    }
    throw new IllegalArgumentException(
        "unknown measure '"
            + name
            + "', expected one of "
            + Arrays.stream(values()).map(Measure::label).collect(Collectors.joining(", ")));
  }

  /**
   * The uncertainty of a prediction, or empty where it is undefined: an image without detections, a
   * precomputed score under a measure of distributions, and a distribution under {@link
   * #PRECOMPUTED}. Such an image is skipped by rounds, not ranked as certain.
   */
  public OptionalDouble of(Prediction prediction) {
    if (prediction instanceof PrecomputedUncertainty score) {
      return this == PRECOMPUTED ? OptionalDouble.of(oriented(score)) : OptionalDouble.empty();
    }
    if (this == PRECOMPUTED) {
      return OptionalDouble.empty();
    }
    if (prediction instanceof Classification classification) {
      return OptionalDouble.of(cutOff(classification.probabilities()));
    }
    return sumOverBoxes(((Detections) prediction).boxes());
  }

  abstract double ofDistribution(double[] probabilities);

  private OptionalDouble sumOverBoxes(List<DetectedBox> boxes) {
    if (boxes.isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = 0.0;
    for (DetectedBox box : boxes) {
      sum += cutOff(box.probabilities());
    }
    return OptionalDouble.of(sum);
  }

  private double cutOff(double[] probabilities) {
    return Math.max(0.0, ofDistribution(probabilities));
  }

  private static double oriented(PrecomputedUncertainty score) {
    double value = score.higherIsMoreUncertain() ? score.value() : -score.value();
    return value + 0.0; // -0.0 becomes 0.0, so that equal scores have equal bits
  }

  /** The two largest probabilities of at least two. */
  private record TopTwo(double first, double second) {
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
