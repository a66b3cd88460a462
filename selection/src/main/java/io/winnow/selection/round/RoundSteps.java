package io.winnow.selection.round;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.round.OpenedRound.Phase;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import io.winnow.selection.round.PoolReport.Chunked;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.RankReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the reports to an open round lead to: pages of descriptors, a decision, an abort. */
final class RoundSteps {

  private final int partitions;
  private final long answerIntervalMs;
  private final ReportStore reports;
  private final EarlierRounds earlier;
  private final LastSettlement settlements;
  private final RoundDecider decider;

  RoundSteps(
      int partitions,
      Duration answerInterval,
      ReportStore reports,
      EarlierRounds earlier,
      LastSettlement settlements,
      RoundDecider decider) {
    this.partitions = partitions;
    this.answerIntervalMs = answerInterval.toMillis();
    this.reports = reports;
    this.earlier = earlier;
    this.settlements = settlements;
    this.decider = decider;
  }

  /** Takes a report to the open round; what is not owed changes nothing. */
  void gather(PoolRounds pool, Chunked report, long now, Step.Builder step) {
    ProtocolOutcome outcome =
        pool.open == null ? ProtocolOutcome.CLOSED : pool.open.received(report);
    step.outcome(outcome);
    if (outcome != ProtocolOutcome.APPLIED) {
      return;
    }
    if (report instanceof RankReport ranking) {
      reports.keep(ranking);
      pool.grew(ranking.partition(), ranking.counts().becameEligible());
    } else if (report instanceof DescriptorReport described) {
      reports.keep(described);
    }
    if (pool.open.complete()) {
      goOn(pool, now, step);
    }
  }

  private void goOn(PoolRounds pool, long now, Step.Builder step) {
    if (pool.open.abort() != null) {
      closeAborted(pool, step);
    } else if (pool.open.phase() == Phase.RANKING) {
      shortlist(pool, now, step);
    } else {
      closeOrDeepen(pool, now, step);
    }
  }

  /**
   * Ends the round without a query set: at once if all partitions have ranked, else as soon as they
   * have. What they say by then is what a replay needs.
   */
  void abort(PoolRounds pool, RoundAbort because, long now, Step.Builder step) {
    pool.open.abort(because, now);
    if (pool.open.phase() == Phase.DESCRIBING) {
      closeAborted(pool, step);
    } else {
      ask(pool.open, step);
    }
  }

  /** Asks for what is owed again if that is due, or gives up a round that is to be aborted. */
  boolean remind(PoolRounds pool, long now, Step.Builder step) {
    if (pool.open == null || now < dueAt(pool.open)) {
      return false;
    }
    if (pool.open.abort() != null) {
      closeAborted(pool, step);
    } else {
      pool.open.askedAgain(now);
      if (pool.open.phase() == Phase.RANKING) {
        settleAgain(pool, step);
      }
      ask(pool.open, step);
    }
    return true;
  }

  /** Returns when {@link #remind} has to do something, milliseconds since the epoch. */
  long dueAt(OpenedRound open) {
    Asking asking = open.asking();
    return open.abort() == null
        ? asking.dueAt(answerIntervalMs)
        : asking.givenUpAt(answerIntervalMs);
  }

  /** The first page: the best T'' of all partitions. */
  private void shortlist(PoolRounds pool, long now, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    GlobalRanking ranking = ranking(opened);
    if (ranking.size() == 0) {
      closeOrDeepen(pool, now, step);
    } else {
      int first = QuerySettings.of(opened.policy(), opened.budget()).shortlistSize();
      askFor(Math.min(first, ranking.size()), ranking, pool.open, now, step);
    }
  }

  private GlobalRanking ranking(RoundOpened opened) {
    return new GlobalRanking(reports.rankings(opened.pool()), opened.depth());
  }

  /** Asks for the descriptors of the best candidates from those already asked for on. */
  private void askFor(
      int depth, GlobalRanking ranking, OpenedRound open, long now, Step.Builder step) {
    int[] from = ranking.slices(open.depth(), partitions);
    int[] to = ranking.slices(depth, partitions);
    // the sample comes with the first page
    int[] sample = open.depth() == 0 ? sampled(open.opened().pool()) : new int[partitions];
    int[] sizes = new int[partitions];
    Arrays.setAll(sizes, partition -> to[partition] - from[partition] + sample[partition]);
    open.awaitDescriptors(sizes, depth, now);
    ask(open, step);
  }

  /** A partition that was never told how the round before ended cannot open the next one. */
  private void settleAgain(PoolRounds pool, Step.Builder step) {
    for (int partition = 0; partition < partitions; partition++) {
      if (!pool.open.answered(partition)) {
        int silent = partition;
        settlements
            .again(pool.open.opened().pool(), partition, pool.lastRound)
            .forEach(settlement -> step.to(silent, settlement));
      }
    }
  }

  /** Asks the partitions for what they owe in this phase. */
  private void ask(OpenedRound open, Step.Builder step) {
    RoundOpened opened = open.opened();
    if (open.phase() == Phase.RANKING) {
      for (int partition = 0; partition < partitions; partition++) {
        if (!open.answered(partition)) {
          step.to(partition, opened);
        }
      }
      return;
    }
    GlobalRanking ranking = ranking(opened);
    int[] from = ranking.slices(open.depthBefore(), partitions);
    int[] to = ranking.slices(open.depth(), partitions);
    int[] sample = open.depthBefore() == 0 ? sampled(opened.pool()) : new int[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      if (!open.answered(partition)) {
        step.to(
            partition,
            new Shortlisted(
                opened.pool(),
                opened.round(),
                open.page(),
                from[partition],
                to[partition],
                sample[partition]));
      }
    }
  }

  /** Returns how many images of the pool's sample each partition has. */
  private int[] sampled(String pool) {
    record Sampled(long hash, String imageId, int partition) {}
    List<Sampled> all = new ArrayList<>();
    for (RankReport report : reports.rankings(pool)) {
      for (String imageId : report.sample()) {
        all.add(new Sampled(PoolSample.hash(imageId), imageId, report.partition()));
      }
    }
    all.sort(
        (a, b) -> {
          int order = Long.compare(a.hash(), b.hash());
          return order != 0 ? order : a.imageId().compareTo(b.imageId());
        });
    int[] counts = new int[partitions];
    all.stream().limit(PoolSample.SIZE).forEach(one -> counts[one.partition()]++);
    return counts;
  }

  /** Decides, or asks for as many candidates again where those at hand cannot fill the budget. */
  private void closeOrDeepen(PoolRounds pool, long now, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    GlobalRanking ranking = ranking(opened);
    int depth = pool.open.depth();
    Optional<ClosedRound> closed =
        decider.decide(
            opened,
            reports.rankings(opened.pool()),
            reports.described(opened.pool()),
            depth == ranking.size(),
            remembered(opened),
            reports.sample(opened.pool()),
            pool.lastDigest);
    if (closed.isPresent()) {
      close(pool, closed.get(), ranking, step);
    } else {
      int doubled = (int) Math.min(2L * depth, ranking.size());
      askFor(doubled, ranking, pool.open, now, step);
    }
  }

  private List<RememberedImage> remembered(RoundOpened opened) {
    PoolPolicy policy = opened.policy();
    return earlier.before(
        opened.pool(), opened.round(), policy.memory().rounds(), policy.encoders().current());
  }

  private void close(
      PoolRounds pool, ClosedRound closed, GlobalRanking ranking, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    PoolPolicy policy = opened.policy();
    step.close(closed);
    settle(pool.open, ranking.partitions(), closed, step);
    earlier.remember(
        opened.pool(),
        opened.round(),
        policy.memory().rounds(),
        policy.encoders().current(),
        closed.query().stream().map(queried -> queried.image().toMemory(opened.round())).toList());
    pool.close(closed.manifest(), closed.manifest().counts().becameEligible());
    reports.clear(opened.pool());
  }

  /** Partitions that have not ranked in full are left out of the manifest. */
  private void closeAborted(PoolRounds pool, Step.Builder step) {
    OpenedRound open = pool.open;
    RoundOpened opened = open.opened();
    List<RankReport> rankings =
        reports.rankings(opened.pool()).stream()
            .filter(report -> open.phase() == Phase.DESCRIBING || open.answered(report.partition()))
            .toList();
    ClosedRound closed = decider.abort(opened, rankings, open.abort(), pool.lastDigest);
    step.close(closed);
    settle(open, Map.of(), closed, step);
    // else what opened the round by count would open the next at once
    pool.close(closed.manifest(), pool.grownInAll());
    reports.clear(opened.pool());
  }

  private void settle(
      OpenedRound open, Map<String, Integer> partitionOf, ClosedRound closed, Step.Builder step) {
    String pool = open.opened().pool();
    long round = open.opened().round();
    List<List<String>> selected = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      selected.add(new ArrayList<>());
    }
    for (ClosedRound.QueriedImage queried : closed.query()) {
      String imageId = queried.image().candidate().imageId();
      selected.get(partitionOf.get(imageId)).add(imageId);
    }
    for (int partition = 0; partition < partitions; partition++) {
      step.to(partition, new RoundSettled(pool, round, round, selected.get(partition)));
      if (open.phase() == Phase.DESCRIBING || open.answered(partition)) {
        settlements.keep(pool, partition, round, selected.get(partition));
      }
    }
  }
}
