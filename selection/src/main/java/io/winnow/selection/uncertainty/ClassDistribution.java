package io.winnow.selection.uncertainty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What makes class names and class probabilities valid. */
final class ClassDistribution {
  /**
   * How far from 1 a sum of probabilities may be in a prediction that is kept; float32 soft-max
   * outputs stay well inside. {@link PredictionIntake} brings others there.
   */
  static final double SUM_TOLERANCE = 1e-3;

  /** A model names the same classes in every score: what was checked last is not checked again. */
  private static volatile List<String> lastChecked = List.of();

  private ClassDistribution() {}

  static List<String> checkedClasses(List<String> classes) {
    List<String> known = lastChecked;
    if (known.equals(classes) && !known.isEmpty()) {
      return known;
    }
    List<String> checked = check(classes);
    lastChecked = checked;
    return checked;
  }

  /** A distribution over one class says nothing. */
  static void requireSeveral(List<String> classes) {
    if (classes.size() < 2) {
      throw new InvalidPredictionException(
          "only one class, '"
              + classes.get(0)
              + "': nothing can be uncertain; add a class for the rest");
    }
  }

  private static List<String> check(List<String> classes) {
    if (classes == null || classes.isEmpty()) {
      throw new InvalidPredictionException("no classes");
    }
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      if (name == null) {
        throw new InvalidPredictionException("a class without a name");
      }
      if (!seen.add(name)) {
        throw new InvalidPredictionException("class '" + name + "' appears twice");
      }
    }
    return List.copyOf(classes);
  }

  static double[] checkedProbabilities(double[] probabilities) {
    if (probabilities == null || probabilities.length == 0) {
      throw new InvalidPredictionException("no probabilities");
    }
    double[] copy = probabilities.clone();
    double sum = 0.0;
    for (int i = 0; i < copy.length; i++) {
      if (!Double.isFinite(copy[i]) || copy[i] < 0.0) {
        throw new InvalidPredictionException("probability " + i + " is " + copy[i]);
      }
      sum += copy[i];
    }
    if (Math.abs(sum - 1.0) > SUM_TOLERANCE) {
      throw new InvalidPredictionException(
          "probabilities sum to " + sum + ", not to 1 within " + SUM_TOLERANCE);
    }
    return copy;
  }

  static void checkLength(List<String> classes, int probabilities, String owner) {
    if (classes.size() != probabilities) {
      throw new InvalidPredictionException(
          owner + " has " + probabilities + " probabilities for " + classes.size() + " classes");
    }
  }
}
