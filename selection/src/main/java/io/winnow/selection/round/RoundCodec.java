package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderCodec;
import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.StateReader;
import io.winnow.selection.ledger.StateWriter;
import io.winnow.selection.policy.EncoderChange;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.round.PoolReport.RankReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes of what the round side remembers. */
final class RoundCodec {

  private static final int VERSION = 5;

  /** Before rounds had a version of their evidence; remembers no requests, and counts chunks. */
  private static final int OLDEST = 4;

  private RoundCodec() {}

  static byte[] write(PoolRounds pool) {
    StateWriter out = new StateWriter(VERSION);
    out.writeNullable(pool.policy, PolicyCodec::write);
    out.writeLong(pool.lastRound);
    out.writeNullable(pool.lastDigest, StateWriter::writeString);
    out.writeLong(pool.lastWindowEnd);
    out.writeAll(pool.requests, RoundCodec::writeRequest);
    out.writeInt(pool.grown.length);
    for (long grown : pool.grown) {
      out.writeLong(grown);
    }
    out.writeLong(pool.grownAtLastRound);
    writeSwitch(out, pool.encoderSwitch);
    out.writeNullable(pool.open, OpenedRoundCodec::write);
    out.writeLongs(pool.requestIds.toLongs());
    out.writeLong(pool.policies);
    return out.toBytes();
  }

  static PoolRounds readPool(byte[] bytes) {
    StateReader in = new StateReader(bytes, OLDEST, VERSION);
    PoolPolicy policy = in.readNullable(PolicyCodec::read);
    long lastRound = in.readLong();
    String lastDigest = in.readNullable(StateReader::readString);
    long lastWindowEnd = in.readLong();
    List<RoundRequest> requests = in.readAll(RoundCodec::readRequest);
    PoolRounds pool = new PoolRounds(in.readInt());
    pool.policy = policy;
    pool.lastRound = lastRound;
    pool.lastDigest = lastDigest;
    pool.lastWindowEnd = lastWindowEnd;
    pool.requests.addAll(requests);
    for (int i = 0; i < pool.grown.length; i++) {
      pool.grown[i] = in.readLong();
    }
    pool.grownAtLastRound = in.readLong();
    pool.encoderSwitch = readSwitch(in);
    if (in.version() == OLDEST) {
      pool.open = in.readNullable(OpenedRoundCodec::readWithoutChunks);
      return pool;
    }
    pool.open = in.readNullable(OpenedRoundCodec::read);
    pool.requestIds = new RequestIds(in.readLongs());
    pool.policies = in.readLong();
    return pool;
  }

  static byte[] write(RankReport report) {
    StateWriter out = new StateWriter(VERSION);
    out.writeString(report.pool());
    out.writeInt(report.partition());
    out.writeLong(report.round());
    out.writeInt(report.chunk());
    out.writeInt(report.chunks());
    out.writeAll(
        report.candidates(),
        (to, candidate) -> {
          to.writeString(candidate.imageId());
          to.writeDouble(candidate.uncertainty());
        });
    writeSummary(out, report.positions(), report.counts());
    out.writeStrings(report.modelVersions());
    out.writeStrings(report.sample());
    return out.toBytes();
  }

  static byte[] write(RankSummary summary) {
    StateWriter out = new StateWriter(VERSION);
    writeSummary(out, summary.positions(), summary.counts());
    return out.toBytes();
  }

  static RankSummary readSummary(byte[] bytes) {
    StateReader in = new StateReader(bytes, VERSION);
    return new RankSummary(readPositions(in), readCounts(in));
  }

  private static void writeSummary(
      StateWriter out, Map<String, InputPosition> positions, PartitionCounts counts) {
    out.writeInt(positions.size());
    positions.forEach(
        (topic, position) -> {
          out.writeString(topic);
          out.writeLong(position.offset());
          out.writeString(position.digest());
        });
    out.writeLong(counts.eligible());
    out.writeLong(counts.withoutDescriptor());
    out.writeLong(counts.withoutUncertainty());
    out.writeLong(counts.filteredOut());
    out.writeLong(counts.incompleteCommittee());
    out.writeLong(counts.outsideWindow());
    out.writeLong(counts.late());
    out.writeLong(counts.becameEligible());
    EncoderCodec.writeProgress(out, counts.progress());
  }

  static RankReport readRankReport(byte[] bytes) {
    StateReader in = new StateReader(bytes, OLDEST, VERSION);
    return new RankReport(
        in.readString(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readAll(from -> new RankedCandidate(from.readString(), from.readDouble())),
        readPositions(in),
        readCounts(in),
        in.readStrings(),
        in.readStrings());
  }

  private static PartitionCounts readCounts(StateReader in) {
    return new PartitionCounts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        EncoderCodec.readProgress(in));
  }

  private static Map<String, InputPosition> readPositions(StateReader in) {
    int size = in.readInt();
    Map<String, InputPosition> positions = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      positions.put(in.readString(), new InputPosition(in.readLong(), in.readString()));
    }
    return positions;
  }

  private static void writeRequest(StateWriter out, RoundRequest request) {
    out.writeString(request.requestId());
    out.writeNullable(request.budget(), StateWriter::writeInt);
  }

  private static RoundRequest readRequest(StateReader in) {
    return new RoundRequest(in.readString(), in.readNullable(StateReader::readInt));
  }

  private static void writeSwitch(StateWriter out, EncoderSwitch encoderSwitch) {
    out.writeNullable(
        encoderSwitch.change(),
        (to, change) -> {
          EncoderCodec.write(to, change.from());
          EncoderCodec.write(to, change.to());
        });
    out.writeBoolean(encoderSwitch.done());
    EncoderProgress[] progress = encoderSwitch.progress();
    out.writeInt(progress.length);
    for (EncoderProgress reported : progress) {
      out.writeNullable(reported, EncoderCodec::writeProgress);
    }
  }

  private static EncoderSwitch readSwitch(StateReader in) {
    EncoderChange change =
        in.readNullable(
            from -> new EncoderChange(EncoderCodec.read(from), EncoderCodec.read(from)));
    boolean done = in.readBoolean();
    EncoderProgress[] progress = new EncoderProgress[in.readInt()];
    for (int i = 0; i < progress.length; i++) {
      progress[i] = in.readNullable(EncoderCodec::readProgress);
    }
    return new EncoderSwitch(change, done, progress);
  }
}
