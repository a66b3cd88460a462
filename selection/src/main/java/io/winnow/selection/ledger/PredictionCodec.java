package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Bytes of predictions; how the names of the classes are kept is the caller's. */
final class PredictionCodec {

  private static final int CLASSIFICATION = 0;
  private static final int DETECTIONS = 1;
  private static final int PRECOMPUTED = 2;

  /** Detections of which a box has a single score. */
  private static final int SCORED_DETECTIONS = 3;

  private PredictionCodec() {}

  static void write(
      StateWriter out, Prediction prediction, BiConsumer<StateWriter, List<String>> classes) {
    if (prediction instanceof Classification classification) {
      out.writeByte(CLASSIFICATION);
      classes.accept(out, classification.classes());
      out.writeDoubles(classification.probabilities());
    } else if (prediction instanceof Detections detections) {
      boolean scored = detections.boxes().stream().anyMatch(DetectedBox::hasSingleScore);
      out.writeByte(scored ? SCORED_DETECTIONS : DETECTIONS);
      classes.accept(out, detections.classes());
      out.writeAll(
          detections.boxes(), scored ? PredictionCodec::writeScoredBox : PredictionCodec::writeBox);
    } else if (prediction instanceof PrecomputedUncertainty precomputed) {
      out.writeByte(PRECOMPUTED);
      out.writeString(precomputed.name());
      out.writeDouble(precomputed.value());
      out.writeBoolean(precomputed.higherIsMoreUncertain());
    } else {
      throw new IllegalArgumentException("unknown prediction " + prediction.getClass().getName());
    }
  }

  static Prediction read(StateReader in, Function<StateReader, List<String>> classes) {
    int kind = in.readByte();
    return switch (kind) {
      case CLASSIFICATION -> new Classification(classes.apply(in), in.readDoubles());
      case DETECTIONS -> new Detections(classes.apply(in), in.readAll(PredictionCodec::readBox));
      case SCORED_DETECTIONS ->
          new Detections(classes.apply(in), in.readAll(PredictionCodec::readScoredBox));
      case PRECOMPUTED ->
          new PrecomputedUncertainty(in.readString(), in.readDouble(), in.readBoolean());
      default -> throw new IllegalStateException("state has unknown kind of prediction " + kind);
    };
  }

  private static void writeBox(StateWriter out, DetectedBox box) {
    out.writeDouble(box.x());
    out.writeDouble(box.y());
    out.writeDouble(box.width());
    out.writeDouble(box.height());
    out.writeDoubles(box.probabilities());
  }

  private static void writeScoredBox(StateWriter out, DetectedBox box) {
    out.writeInt(box.scoredClass());
    writeBox(out, box);
  }

  private static DetectedBox readScoredBox(StateReader in) {
    int scoredClass = in.readInt();
    DetectedBox box = readBox(in);
    return new DetectedBox(
        box.x(), box.y(), box.width(), box.height(), scoredClass, box.probabilities());
  }

  private static DetectedBox readBox(StateReader in) {
    return new DetectedBox(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDoubles());
  }
}
