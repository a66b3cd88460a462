package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;

/** Bytes of the ledger's values. */
public final class StateCodec {

  private static final int VERSION = 2;

  private static final int CLASSIFICATION = 0;
  private static final int DETECTIONS = 1;
  private static final int PRECOMPUTED = 2;

  private StateCodec() {}

  static byte[] write(Candidate candidate) {
    StateWriter out = new StateWriter(VERSION);
    out.writeAll(candidate.scores(), StateCodec::writeScore);
    out.writeStrings(candidate.encoders());
    out.writeLong(candidate.describedAt());
    out.writeBoolean(candidate.labelled());
    out.writeLong(candidate.selectedInRound());
    return out.toBytes();
  }

  static Candidate readCandidate(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new Candidate(
        in.readAll(StateCodec::readScore),
        in.readStrings(),
        in.readLong(),
        in.readBoolean(),
        in.readLong());
  }

  public static byte[] write(Descriptor descriptor) {
    StateWriter out = new StateWriter(VERSION);
    out.writeString(descriptor.encoderId());
    out.writeFloats(descriptor.vector());
    out.writeNullable(descriptor.image().uri(), StateWriter::writeString);
    out.writeString(descriptor.image().sha256());
    out.writeInt(descriptor.image().width());
    out.writeInt(descriptor.image().height());
    out.writeStrings(descriptor.attributes());
    out.writeLong(descriptor.describedAt());
    return out.toBytes();
  }

  public static Descriptor readDescriptor(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new Descriptor(
        in.readString(),
        in.readFloats(),
        new ImageReference(
            in.readNullable(StateReader::readString), in.readString(), in.readInt(), in.readInt()),
        in.readStringMap(),
        in.readLong());
  }

  public static byte[] write(ReportedCandidate candidate) {
    StateWriter out = new StateWriter(VERSION);
    out.writeString(candidate.imageId());
    out.writeDouble(candidate.uncertainty());
    out.writeAll(candidate.scores(), StateCodec::writeScore);
    return out.toBytes();
  }

  public static ReportedCandidate readReported(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new ReportedCandidate(
        in.readString(), in.readDouble(), in.readAll(StateCodec::readScore));
  }

  static byte[] write(PoolCounts counts) {
    StateWriter out = new StateWriter(VERSION);
    out.writeLong(counts.ranked());
    out.writeLong(counts.withoutDescriptor());
    out.writeLong(counts.withoutUncertainty());
    out.writeLong(counts.filteredOut());
    out.writeLong(counts.incompleteCommittee());
    out.writeLong(counts.late());
    out.writeLong(counts.becameEligible());
    EncoderCodec.writeProgress(out, counts.progress());
    return out.toBytes();
  }

  static PoolCounts readCounts(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new PoolCounts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        EncoderCodec.readProgress(in));
  }

  private static void writeScore(StateWriter out, Score score) {
    out.writeString(score.model());
    out.writeString(score.modelVersion());
    out.writeNullable(score.member(), StateWriter::writeString);
    out.writeLong(score.scoredAt());
    writePrediction(out, score.prediction());
  }

  private static Score readScore(StateReader in) {
    return new Score(
        in.readString(),
        in.readString(),
        in.readNullable(StateReader::readString),
        in.readLong(),
        readPrediction(in));
  }

  private static void writePrediction(StateWriter out, Prediction prediction) {
    if (prediction instanceof Classification classification) {
      out.writeByte(CLASSIFICATION);
      out.writeStrings(classification.classes());
      out.writeDoubles(classification.probabilities());
    } else if (prediction instanceof Detections detections) {
      out.writeByte(DETECTIONS);
      out.writeStrings(detections.classes());
      out.writeAll(detections.boxes(), StateCodec::writeBox);
    } else if (prediction instanceof PrecomputedUncertainty precomputed) {
      out.writeByte(PRECOMPUTED);
      out.writeString(precomputed.name());
      out.writeDouble(precomputed.value());
      out.writeBoolean(precomputed.higherIsMoreUncertain());
    } else {
      throw new IllegalArgumentException("unknown prediction " + prediction.getClass().getName());
    }
  }

  private static Prediction readPrediction(StateReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case CLASSIFICATION -> new Classification(in.readStrings(), in.readDoubles());
      case DETECTIONS -> new Detections(in.readStrings(), in.readAll(StateCodec::readBox));
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

  private static DetectedBox readBox(StateReader in) {
    return new DetectedBox(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDoubles());
  }
}
