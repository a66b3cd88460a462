package io.winnow.selection.uncertainty;

import java.util.List;
import java.util.Optional;

/** The class a prediction speaks for. */
public final class PredictedClass {

  private PredictedClass() {}

  /**
   * Returns the class of the largest probability, over all boxes of a detection; the first of equal
   * ones in the order of boxes and classes. A box with a single score stands for the class that it
   * is about. Empty without boxes and for a precomputed uncertainty.
   */
  public static Optional<String> of(Prediction prediction) {
    Largest largest = new Largest();
    if (prediction instanceof Classification classification) {
      largest.look(classification.classes(), classification.probabilities());
    } else if (prediction instanceof Detections detections) {
      for (DetectedBox box : detections.boxes()) {
        if (box.hasSingleScore()) {
          largest.look(detections.classes().get(box.scoredClass()), box.score());
        } else {
          largest.look(detections.classes(), box.probabilities());
        }
      }
    }
    return Optional.ofNullable(largest.name);
  }

  private static final class Largest {
    private double probability = Double.NEGATIVE_INFINITY;
    private String name;

    void look(List<String> classes, double[] probabilities) {
      for (int i = 0; i < probabilities.length; i++) {
        look(classes.get(i), probabilities[i]);
      }
    }

    void look(String candidate, double itsProbability) {
      if (itsProbability > probability) {
        probability = itsProbability;
        name = candidate;
      }
    }
  }
}
