package io.winnow.selection.round;

import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.EncoderCodec;
import io.winnow.selection.ledger.FilterCodec;
import io.winnow.selection.ledger.ScoringCodec;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.policy.TimingPolicy;

/** Bytes of a policy inside those of what the round side remembers. */
final class PolicyCodec {

  private PolicyCodec() {}

  static void write(StateWriter out, PoolPolicy policy) {
    out.writeInt(policy.budget());
    ScoringCodec.write(out, policy.scoring());
    writeResampling(out, policy.resampling());
    out.writeAll(policy.constraints().filters(), FilterCodec::write);
    out.writeAll(policy.constraints().limits(), PolicyCodec::writeLimit);
    out.writeBoolean(policy.constraints().relax());
    out.writeInt(policy.memory().rounds());
    out.writeDouble(policy.memory().cosine());
    out.writeDouble(policy.coverageCosine());
    EncoderCodec.write(out, policy.encoders().current());
    out.writeNullable(policy.encoders().next(), EncoderCodec::write);
    out.writeDouble(policy.encoders().switchShare());
    TimingPolicy timing = policy.timing();
    out.writeNullable(timing.windowSizeMs(), StateWriter::writeLong);
    out.writeNullable(timing.windowAdvanceMs(), StateWriter::writeLong);
    out.writeLong(timing.graceMs());
    out.writeNullable(timing.triggerCount(), StateWriter::writeInt);
  }

  static PoolPolicy read(StateReader in) {
    return new PoolPolicy(
        in.readInt(),
        ScoringCodec.read(in),
        readResampling(in),
        new Constraints(
            in.readAll(FilterCodec::read), in.readAll(PolicyCodec::readLimit), in.readBoolean()),
        new RoundMemory(in.readInt(), in.readDouble()),
        in.readDouble(),
        new EncoderPolicy(
            EncoderCodec.read(in), in.readNullable(EncoderCodec::read), in.readDouble()),
        new TimingPolicy(
            in.readNullable(StateReader::readLong),
            in.readNullable(StateReader::readLong),
            in.readLong(),
            in.readNullable(StateReader::readInt)));
  }

  private static void writeResampling(StateWriter out, ResamplingPolicy resampling) {
    out.writeString(resampling.resampler());
    out.writeDouble(resampling.sr());
    out.writeDouble(resampling.maxSr());
    out.writeNullable(resampling.similarityThreshold(), StateWriter::writeDouble);
    out.writeLong(resampling.seed());
  }

  private static ResamplingPolicy readResampling(StateReader in) {
    return new ResamplingPolicy(
        in.readString(),
        in.readDouble(),
        in.readDouble(),
        in.readNullable(StateReader::readDouble),
        in.readLong());
  }

  private static void writeLimit(StateWriter out, SelectionLimit limit) {
    out.writeString(limit.by());
    out.writeNullable(limit.value(), StateWriter::writeString);
    out.writeInt(limit.min());
    out.writeNullable(limit.max(), StateWriter::writeInt);
  }

  private static SelectionLimit readLimit(StateReader in) {
    return new SelectionLimit(
        in.readString(),
        in.readNullable(StateReader::readString),
        in.readInt(),
        in.readNullable(StateReader::readInt));
  }
}
