package io.winnow.selection.round;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OpenRound;
import io.winnow.selection.ledger.PoolCounts;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.RankReport;
import io.winnow.selection.round.PoolReport.SampledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Pool side of the round protocol: one partition's ledger and its answers to commands. All it
 * remembers is in the stores, so a new instance over the same stores goes on where the last
 * stopped.
 */
public final class PoolPartition {

  /** Number, uncertainty and lengths of one ranked candidate on the wire. */
  private static final int CANDIDATE_BYTES = 16;

  private final int partition;
  private final PoolLedger ledger;
  private final GrowthLog growth;
  private final ProgressLog progress;
  private final AppliedPolicies policies;

  public PoolPartition(int partition, LedgerStores stores) {
    this.partition = partition;
    this.ledger = new PoolLedger(stores);
    this.growth = new GrowthLog(stores.pools());
    this.progress = new ProgressLog(stores.pools());
    this.policies = new AppliedPolicies(stores.pools());
  }

  /** Scores, descriptors and labels are folded in here. */
  public PoolLedger ledger() {
    return ledger;
  }

  /**
   * Obeys a command. One that comes again, or about a round that is over, changes nothing; what it
   * asks for is answered again as long as the round is open.
   *
   * @throws RefusedException if it cannot be obeyed; then nothing was changed
   */
  public PoolAnswer onCommand(PoolCommand command) {
    if (command instanceof PolicyApplied applied) {
      return applyPolicy(applied);
    } else if (command instanceof RoundOpened opened) {
      return openRound(opened);
    } else if (command instanceof Shortlisted shortlisted) {
      return reportDescriptors(shortlisted);
    } else if (command instanceof RoundSettled settled) {
      return settleRound(settled);
    }
    throw new IllegalArgumentException("unknown command " + command);
  }

  /**
   * Returns a report for each pool with a count trigger that grew since the last call, and for each
   * with a next encoder whose progress changed.
   */
  public List<PoolReport> onTick() {
    List<PoolReport> reports = new ArrayList<>();
    growth
        .grown(pool -> ledger.counts(pool).becameEligible())
        .forEach(
            grown ->
                reports.add(
                    new PoolReport.PoolGrown(
                        grown.pool(), partition, grown.becameEligible(), null)));
    progress
        .changed(pool -> ledger.counts(pool).progress())
        .forEach(
            changed ->
                reports.add(
                    new PoolReport.PoolGrown(
                        changed.pool(),
                        partition,
                        ledger.counts(changed.pool()).becameEligible(),
                        new PoolReport.NextEncoder(changed.change(), changed.progress()))));
    return List.copyOf(reports);
  }

  private PoolAnswer applyPolicy(PolicyApplied applied) {
    if (!policies.advance(applied)) {
      return new PoolAnswer(ProtocolOutcome.DUPLICATE, List.of());
    }
    PoolPolicy policy = applied.policy();
    rankBy(applied.pool(), policy);
    return PoolAnswer.applied(List.of());
  }

  private void rankBy(String pool, PoolPolicy policy) {
    ledger.rankBy(pool, policy == null ? null : policy.rankingSpec());
    growth.watch(pool, policy != null && policy.timing().triggerCount() != null);
    progress.watch(pool, policy == null ? null : policy.encoders().change());
  }

  private PoolAnswer openRound(RoundOpened opened) {
    String pool = opened.pool();
    OpenRound.Header open = ledger.openRound().header(pool);
    if (open != null && open.round() == opened.round()) {
      return new PoolAnswer(ProtocolOutcome.DUPLICATE, rankReports(pool, opened.round()));
    }
    if (opened.round() <= ledger.openRound().settledThrough(pool)) {
      return PoolAnswer.CLOSED;
    }
    if (open != null) {
      throw new RefusedException(
          "round "
              + opened.round()
              + " of pool "
              + pool
              + " cannot be opened before round "
              + open.round()
              + " is settled");
    }
    rankBy(pool, opened.policy());
    RoundWindow window = opened.window();
    if (window.start() != null) {
      ledger.expire(pool, window.start());
    }
    long end = window.end() == null ? Long.MAX_VALUE : window.end();
    List<ReportedCandidate> best = ledger.best(pool, opened.depth(), end);
    List<String> sample = ledger.sample(pool, PoolSample.SIZE, end);
    long outside = window.end() == null ? 0 : ledger.scoredFrom(pool, end);
    PoolCounts counts = ledger.takeCounts(pool);
    if (window.end() != null) {
      ledger.windowClosed(pool, window.end());
    }
    PartitionCounts totals =
        new PartitionCounts(
            counts.ranked() - outside,
            counts.withoutDescriptor(),
            counts.withoutUncertainty(),
            counts.filteredOut(),
            counts.incompleteCommittee(),
            outside,
            counts.late(),
            counts.becameEligible(),
            counts.progress());
    ledger
        .openRound()
        .open(
            pool,
            new OpenRound.Header(opened.round(), opened.policy().encoders().current()),
            best,
            sample,
            RoundCodec.write(new RankSummary(ledger.positions().current(), totals)));
    return PoolAnswer.applied(rankReports(pool, opened.round()));
  }

  /** Reports what the open round was opened with, the same every time. */
  private List<PoolReport> rankReports(String pool, long round) {
    byte[] frozen = ledger.openRound().summary(pool);
    if (frozen == null) {
      throw new RefusedException(
          "round "
              + round
              + " of pool "
              + pool
              + " was opened by an earlier version, which cannot answer again");
    }
    RankSummary summary = RoundCodec.readSummary(frozen);
    List<List<ReportedCandidate>> chunks =
        Chunks.of(
            ledger.openRound().reported(pool),
            candidate -> CANDIDATE_BYTES + 3 * candidate.imageId().length());
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
              i == 0 ? ledger.openRound().sample(pool) : List.of()));
    }
    return reports;
  }

  private PoolAnswer reportDescriptors(Shortlisted command) {
    OpenRound.Header open = ledger.openRound().header(command.pool());
    if (open == null || open.round() != command.round()) {
      return PoolAnswer.CLOSED;
    }
    List<ReportedCandidate> slice =
        ledger.openRound().slice(command.pool(), command.from(), command.to());
    if (slice.size() < command.to() - command.from()) {
      throw new RefusedException(
          "pool "
              + command.pool()
              + " was asked for candidates "
              + command.from()
              + " to "
              + command.to()
              + " but reported "
              + (command.from() + slice.size()));
    }
    List<DescribedCandidate> described = new ArrayList<>();
    for (ReportedCandidate candidate : slice) {
      described.add(
          new DescribedCandidate(
              candidate, requireDescriptor(command.pool(), candidate.imageId(), open.encoder())));
    }
    List<SampledImage> sample = new ArrayList<>();
    for (String imageId : ledger.openRound().sample(command.pool(), command.sample())) {
      sample.add(
          new SampledImage(
              imageId, requireDescriptor(command.pool(), imageId, open.encoder()).vector()));
    }
    List<List<DescribedCandidate>> chunks =
        Chunks.of(described, candidate -> DescribedCandidateCodec.write(candidate).length);
    List<List<SampledImage>> sampleChunks =
        sample.isEmpty()
            ? List.of()
            : Chunks.of(
                sample,
                image -> 3 * image.imageId().length() + Float.BYTES * image.vector().length);
    List<PoolReport> reports = new ArrayList<>();
    int count = chunks.size() + sampleChunks.size();
    for (int i = 0; i < count; i++) {
      boolean ranked = i < chunks.size();
      reports.add(
          new DescriptorReport(
              command.pool(),
              partition,
              command.round(),
              command.page(),
              i,
              count,
              ranked ? chunks.get(i) : List.of(),
              ranked ? List.of() : sampleChunks.get(i - chunks.size())));
    }
    return PoolAnswer.applied(reports);
  }

  private Descriptor requireDescriptor(String pool, String imageId, EncoderRef encoder) {
    Descriptor descriptor = ledger.descriptor(pool, imageId, encoder);
    if (descriptor == null) {
      throw new RefusedException("descriptor of reported candidate " + imageId + " is gone");
    }
    return descriptor;
  }

  private PoolAnswer settleRound(RoundSettled command) {
    OpenRound.Header open = ledger.openRound().header(command.pool());
    if (open == null || open.round() < command.first() || open.round() > command.round()) {
      return PoolAnswer.CLOSED;
    }
    for (String imageId : command.selected()) {
      ledger.select(command.pool(), imageId, command.round());
    }
    ledger.settle(command.pool());
    return PoolAnswer.applied(List.of());
  }
}
