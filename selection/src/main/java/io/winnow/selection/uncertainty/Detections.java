package io.winnow.selection.uncertainty;

import java.util.List;

/**
 * Objects a detector found in one image.
 *
 * @param classes distinct names, also where nothing was found: at least one, at least two where a
 *     box has a probability per class
 * @param boxes the objects in the detector's order, may be empty; each with one probability per
 *     class or a score of one of them
 */
public record Detections(List<String> classes, List<DetectedBox> boxes) implements Prediction {
  public Detections {
    classes = ClassDistribution.checkedClasses(classes);
    if (boxes == null) {
      throw new InvalidPredictionException("no list of boxes");
    }
    boxes = List.copyOf(boxes);
    for (int i = 0; i < boxes.size(); i++) {
      check(classes, boxes.get(i), i);
    }
  }

  /**
   * @param number of the box, for the reason
   */
  static void check(List<String> classes, DetectedBox box, int number) {
    if (!box.hasSingleScore()) {
      ClassDistribution.requireSeveral(classes);
      ClassDistribution.checkLength(classes, box.probabilityCount(), "box " + number);
    } else if (box.scoredClass() >= classes.size()) {
      throw new InvalidPredictionException(
          "box "
              + number
              + " has a score of class "
              + box.scoredClass()
              + ", there are "
              + classes.size());
    }
  }
}
