package io.winnow.selection.uncertainty;

import java.util.List;
import java.util.Optional;

/** The class a prediction speaks for. */
public final class PredictedClass {

  private PredictedClass() {}

  /**
   * Returns the class of the largest probability, over all boxes of a detection; the first of equal
   * ones in the order of boxes and classes. Empty without boxes and for a precomputed uncertainty.
   */
  public static Optional<String> of(Prediction prediction) {
    if (prediction instanceof Classification classification) {
      return largest(classification.classes(), List.of(classification.probabilities()));
    } else if (prediction instanceof Detections detections) {
      return largest(
          detections.classes(),
          detections.boxes().stream().map(DetectedBox::probabilities).toList());
    }
    return Optional.empty();
  }

  private static Optional<String> largest(List<String> classes, List<double[]> distributions) {
    double largest = Double.NEGATIVE_INFINITY;
    String predicted = null;
    for (double[] probabilities : distributions) {
      for (int i = 0; i < probabilities.length; i++) {
        if (probabilities[i] > largest) {
          largest = probabilities[i];
          predicted = classes.get(i);
        }
      }
    }
    return Optional.ofNullable(predicted);
  }
}
