package io.winnow.selection.round;

import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.round.OpenedRound.Phase;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import java.util.BitSet;
import java.util.function.ToIntFunction;

/** Bytes of an open round. */
final class OpenedRoundCodec {

  private OpenedRoundCodec() {}

  static void write(StateWriter out, OpenedRound open) {
    RoundOpened opened = open.opened();
    out.writeString(opened.pool());
    out.writeLong(opened.round());
    PolicyCodec.write(out, opened.policy());
    out.writeInt(opened.evidenceVersion());
    out.writeInt(opened.budget());
    out.writeInt(opened.depth());
    out.writeNullable(opened.window().start(), StateWriter::writeLong);
    out.writeNullable(opened.window().end(), StateWriter::writeLong);
    out.writeString(opened.trigger().name());
    out.writeNullable(opened.requestId(), StateWriter::writeString);
    out.writeLong(opened.openedAt());
    out.writeString(open.phase().name());
    out.writeInt(open.depth());
    out.writeInt(open.page());
    AwaitedAnswer[] answers = open.answers();
    out.writeInt(answers.length);
    for (AwaitedAnswer answer : answers) {
      out.writeInt(answer.chunks());
      out.writeLongs(answer.received().toLongArray());
    }
    out.writeInt(open.depthBefore());
    out.writeLong(open.asking().since());
    out.writeLong(open.asking().last());
    out.writeInt(open.asking().times());
    out.writeNullable(open.abort(), OpenedRoundCodec::writeAbort);
  }

  static OpenedRound read(StateReader in) {
    RoundOpened opened = readOpened(in, StateReader::readInt);
    Phase phase = Phase.valueOf(in.readString());
    int depth = in.readInt();
    int page = in.readInt();
    AwaitedAnswer[] answers = new AwaitedAnswer[in.readInt()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = new AwaitedAnswer(in.readInt(), BitSet.valueOf(in.readLongs()));
    }
    return new OpenedRound(
        opened,
        phase,
        answers,
        in.readInt(),
        depth,
        page,
        new Asking(in.readLong(), in.readLong(), in.readInt()),
        in.readNullable(OpenedRoundCodec::readAbort));
  }

  /**
   * Reads what an earlier version kept, which counted the chunks that were owed but not which: all
   * chunks of such a partition are awaited, and asked for again.
   */
  static OpenedRound readWithoutChunks(StateReader in) {
    RoundOpened opened = readOpened(in, from -> EvidenceVersion.FIRST);
    Phase phase = Phase.valueOf(in.readString());
    int depth = in.readInt();
    int page = in.readInt();
    AwaitedAnswer[] answers = new AwaitedAnswer[in.readInt()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = in.readInt() == 0 ? AwaitedAnswer.none() : AwaitedAnswer.owed();
    }
    int depthBefore = page == 0 ? 0 : (depth + 1) / 2; // every page doubled the depth
    Asking asking = Asking.first(opened.openedAt());
    return new OpenedRound(opened, phase, answers, depthBefore, depth, page, asking, null);
  }

  private static RoundOpened readOpened(
      StateReader in, ToIntFunction<StateReader> evidenceVersion) {
    return new RoundOpened(
        in.readString(),
        in.readLong(),
        PolicyCodec.read(in),
        evidenceVersion.applyAsInt(in),
        in.readInt(),
        in.readInt(),
        new RoundWindow(
            in.readNullable(StateReader::readLong), in.readNullable(StateReader::readLong)),
        Trigger.valueOf(in.readString()),
        in.readNullable(StateReader::readString),
        in.readLong());
  }

  private static void writeAbort(StateWriter out, RoundAbort abort) {
    out.writeNullable(abort.requestId(), StateWriter::writeString);
    out.writeString(abort.reason());
    out.writeNullable(abort.requestedBy(), StateWriter::writeString);
  }

  private static RoundAbort readAbort(StateReader in) {
    return new RoundAbort(
        in.readNullable(StateReader::readString),
        in.readString(),
        in.readNullable(StateReader::readString));
  }
}
