package io.winnow.selection.round;

import io.winnow.selection.ledger.OpenRound;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.round.PoolReport.RankReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** A partition's answer to {@link PoolCommand.RoundOpened}. */
final class RankReports {

  /** Number, uncertainty and lengths of one ranked candidate on the wire. */
  private static final int CANDIDATE_BYTES = 16;

  private RankReports() {}

  /**
   * Returns what the open round of a pool was opened with, the same every time.
   *
   * @throws RefusedException if an earlier version opened it, which kept too little
   */
  static List<PoolReport> of(String pool, int partition, long round, OpenRound open) {
    byte[] frozen = open.summary(pool);
    if (frozen == null) {
      throw new RefusedException(
          "round "
              + round
              + " of pool "
              + pool
              + " was opened by an earlier version, which cannot answer again");
    }
    RankSummary summary = RoundCodec.readSummary(frozen);
    List<List<ReportedCandidate>> chunks = Chunks.of(open.reported(pool), RankReports::bytes);
    List<PoolReport> reports = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      List<RankedCandidate> candidates = new ArrayList<>();
      TreeSet<String> models = new TreeSet<>();
      for (ReportedCandidate candidate : chunks.get(i)) {
        candidates.add(new RankedCandidate(candidate.imageId(), candidate.uncertainty()));
        candidate.scores().forEach(score -> models.add(score.modelAtVersion()));
      }
      reports.add(
          new RankReport(
              pool,
              partition,
              round,
              i,
              chunks.size(),
              candidates,
              summary.positions(),
              summary.counts(),
              List.copyOf(models),
              i == 0 ? open.sample(pool) : List.of()));
    }
    return reports;
  }

  /** A model is named once per chunk, however many of its candidates it scored. */
  private static ToLongFunction<ReportedCandidate> bytes() {
    Set<String> named = new HashSet<>();
    return candidate -> {
      long bytes = CANDIDATE_BYTES + SizeLimits.textWeight(candidate.imageId());
      for (Score score : candidate.scores()) {
        if (named.add(score.modelAtVersion())) {
          bytes += SizeLimits.textWeight(score.modelAtVersion());
        }
      }
      return bytes;
    };
  }
}
