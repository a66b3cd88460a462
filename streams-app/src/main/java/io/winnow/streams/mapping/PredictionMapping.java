package io.winnow.streams.mapping;

import io.winnow.schemas.Orientation;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.InvalidPredictionException;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.PredictionIntake;
import io.winnow.selection.uncertainty.PredictionIntake.RawBox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Predictions between Avro and the selection's own types. */
final class PredictionMapping {

  private PredictionMapping() {}

  /**
   * Takes what a model wrote.
   *
   * @param intake decides what is corrected and what is refused
   * @throws IllegalArgumentException if the prediction is not valid, in one line that says why
   */
  static Prediction fromModel(Object prediction, PredictionIntake intake) {
    if (prediction instanceof io.winnow.schemas.Classification classification) {
      return intake.classification(
          classification.getClasses(), doubles(classification.getProbabilities()));
    } else if (prediction instanceof io.winnow.schemas.Detections detections) {
      return intake.detections(
          detections.getClasses(),
          detections.getBoxes().stream()
              .map(
                  box ->
                      new RawBox(
                          box.getX(),
                          box.getY(),
                          box.getWidth(),
                          box.getHeight(),
                          doubles(box.getProbabilities()),
                          box.getScore(),
                          box.getLabel()))
              .toList());
    }
    return fromAvro(prediction);
  }

  /**
   * Takes what a model wrote as the software of the first evidence did: nothing is corrected, and a
   * box has class probabilities.
   *
   * @throws IllegalArgumentException if the prediction was not valid then
   */
  static Prediction fromModelOfFirstEvidence(Object prediction) {
    if (prediction instanceof io.winnow.schemas.Detections detections) {
      boolean known =
          detections.getClasses().size() > 1
              && detections.getBoxes().stream().allMatch(box -> box.getScore() == null);
      if (!known) {
        throw new InvalidPredictionException("boxes with scores, or a single class");
      }
    }
    return fromAvro(prediction);
  }

  /**
   * Takes a prediction that Winnow wrote.
   *
   * @throws IllegalArgumentException if the prediction is not valid, in one line that says why
   */
  static Prediction fromAvro(Object prediction) {
    if (prediction instanceof io.winnow.schemas.Classification classification) {
      return new Classification(
          classification.getClasses(), doubles(classification.getProbabilities()));
    } else if (prediction instanceof io.winnow.schemas.Detections detections) {
      return new Detections(detections.getClasses(), boxes(detections));
    } else if (prediction instanceof io.winnow.schemas.PrecomputedUncertainty precomputed) {
      return new PrecomputedUncertainty(
          precomputed.getName(),
          precomputed.getValue(),
          precomputed.getOrientation() == Orientation.HIGHER_IS_MORE_UNCERTAIN);
    }
    throw new IllegalArgumentException("unknown kind of prediction " + prediction);
  }

  private static List<DetectedBox> boxes(io.winnow.schemas.Detections detections) {
    Map<String, Integer> indexes = new HashMap<>();
    detections.getClasses().forEach(name -> indexes.put(name, indexes.size()));
    List<DetectedBox> boxes = new ArrayList<>();
    for (io.winnow.schemas.DetectedBox box : detections.getBoxes()) {
      boxes.add(
          box.getScore() == null
              ? new DetectedBox(
                  box.getX(),
                  box.getY(),
                  box.getWidth(),
                  box.getHeight(),
                  doubles(box.getProbabilities()))
              : DetectedBox.scored(
                  box.getX(),
                  box.getY(),
                  box.getWidth(),
                  box.getHeight(),
                  scoredClass(indexes, box.getLabel()),
                  box.getScore()));
    }
    return boxes;
  }

  static Object toAvro(Prediction prediction) {
    if (prediction instanceof Classification classification) {
      return new io.winnow.schemas.Classification(
          classification.classes(), list(classification.probabilities()));
    } else if (prediction instanceof Detections detections) {
      List<io.winnow.schemas.DetectedBox> boxes = new ArrayList<>();
      for (DetectedBox box : detections.boxes()) {
        boxes.add(
            new io.winnow.schemas.DetectedBox(
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                box.hasSingleScore() ? List.of() : list(box.probabilities()),
                box.hasSingleScore() ? box.score() : null,
                label(detections.classes(), box)));
      }
      return new io.winnow.schemas.Detections(detections.classes(), boxes);
    } else if (prediction instanceof PrecomputedUncertainty precomputed) {
      return new io.winnow.schemas.PrecomputedUncertainty(
          precomputed.name(),
          precomputed.value(),
          precomputed.higherIsMoreUncertain()
              ? Orientation.HIGHER_IS_MORE_UNCERTAIN
              : Orientation.LOWER_IS_MORE_UNCERTAIN);
    }
    throw new IllegalArgumentException("unknown kind of prediction " + prediction);
  }

  private static int scoredClass(Map<String, Integer> classes, String label) {
    return label == null && classes.size() == 1
        ? 0
        : classes.getOrDefault(label, Integer.MAX_VALUE); // refused
  }

  /** A single class is not named in each box: its name may be long. */
  private static String label(List<String> classes, DetectedBox box) {
    return box.hasSingleScore() && classes.size() > 1 ? classes.get(box.scoredClass()) : null;
  }

  private static double[] doubles(List<Double> values) {
    double[] doubles = new double[values.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i);
    }
    return doubles;
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
