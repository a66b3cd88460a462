package io.winnow.streams.mapping;

import io.winnow.schemas.Orientation;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.util.ArrayList;
import java.util.List;

/** Predictions between Avro and the selection's own types. */
final class PredictionMapping {

  private PredictionMapping() {}

  /**
   * @throws IllegalArgumentException if the prediction is not valid, in one line that says why
   */
  static Prediction fromAvro(Object prediction) {
    if (prediction instanceof io.winnow.schemas.Classification classification) {
      return new Classification(
          classification.getClasses(), doubles(classification.getProbabilities()));
    } else if (prediction instanceof io.winnow.schemas.Detections detections) {
      List<DetectedBox> boxes = new ArrayList<>();
      for (io.winnow.schemas.DetectedBox box : detections.getBoxes()) {
        boxes.add(
            new DetectedBox(
                box.getX(),
                box.getY(),
                box.getWidth(),
                box.getHeight(),
                doubles(box.getProbabilities())));
      }
      return new Detections(detections.getClasses(), boxes);
    } else if (prediction instanceof io.winnow.schemas.PrecomputedUncertainty precomputed) {
      return new PrecomputedUncertainty(
          precomputed.getName(),
          precomputed.getValue(),
          precomputed.getOrientation() == Orientation.HIGHER_IS_MORE_UNCERTAIN);
    }
    throw new IllegalArgumentException("unknown kind of prediction " + prediction);
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
                box.x(), box.y(), box.width(), box.height(), list(box.probabilities())));
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
