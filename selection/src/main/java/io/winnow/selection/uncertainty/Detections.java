package io.winnow.selection.uncertainty;

import java.util.List;

/**
 * Objects a detector found in one image.
 *
 * @param classes at least two distinct names, also where nothing was found
 * @param boxes the objects in the detector's order, may be empty; each with one probability per
 *     class
 */
public record Detections(List<String> classes, List<DetectedBox> boxes) implements Prediction {
  public Detections {
    classes = ClassDistribution.checkedClasses(classes);
    if (boxes == null) {
      throw new InvalidPredictionException("no list of boxes");
    }
    boxes = List.copyOf(boxes);
    for (int i = 0; i < boxes.size(); i++) {
      ClassDistribution.checkLength(classes, boxes.get(i).probabilities(), "box " + i);
    }
  }
}
