package io.winnow.selection.ledger;

import java.util.List;

/**
 * Bytes of candidates. Names that many of them have in common are {@link SharedLists}; candidates
 * of version 2, which earlier software kept, hold their names themselves.
 */
final class CandidateCodec {

  private static final int VERSION = 3;
  private static final int OWN_NAMES = 2;

  private final SharedLists names;

  /**
   * @param names of the candidates' partition
   */
  CandidateCodec(SharedLists names) {
    this.names = names;
  }

  byte[] write(Candidate candidate) {
    StateWriter out = new StateWriter(VERSION);
    out.writeAll(candidate.scores(), this::writeScore);
    names.write(out, candidate.encoders());
    out.writeLong(candidate.describedAt());
    out.writeBoolean(candidate.labelled());
    out.writeLong(candidate.selectedInRound());
    return out.toBytes();
  }

  Candidate read(byte[] bytes) {
    if (bytes[0] == OWN_NAMES) {
      return readWithOwnNames(bytes);
    }
    StateReader in = new StateReader(bytes, VERSION);
    return new Candidate(
        in.readAll(this::readScore),
        names.read(in),
        in.readLong(),
        in.readBoolean(),
        in.readLong());
  }

  private static Candidate readWithOwnNames(byte[] bytes) {
    StateReader in = new StateReader(bytes, OWN_NAMES);
    return new Candidate(
        in.readAll(StateCodec::readScore),
        in.readStrings(),
        in.readLong(),
        in.readBoolean(),
        in.readLong());
  }

  private void writeScore(StateWriter out, Score score) {
    names.write(out, List.of(score.model(), score.modelVersion()));
    out.writeNullable(score.member(), StateWriter::writeString);
    out.writeLong(score.scoredAt());
    PredictionCodec.write(out, score.prediction(), names::write);
  }

  private Score readScore(StateReader in) {
    List<String> model = names.read(in);
    return new Score(
        model.get(0),
        model.get(1),
        in.readNullable(StateReader::readString),
        in.readLong(),
        PredictionCodec.read(in, names::read));
  }
}
