package io.winnow.selection.ledger;

/** Bytes of the ledger's values, but for candidates: {@link CandidateCodec}. */
public final class StateCodec {

  private static final int VERSION = 2;

  private StateCodec() {}

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
    PredictionCodec.write(out, score.prediction(), StateWriter::writeStrings);
  }

  static Score readScore(StateReader in) {
    return new Score(
        in.readString(),
        in.readString(),
        in.readNullable(StateReader::readString),
        in.readLong(),
        PredictionCodec.read(in, StateReader::readStrings));
  }
}
