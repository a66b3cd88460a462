package io.winnow.selection.round;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.round.OpeningRule.Opening;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import io.winnow.selection.round.PoolReport.Chunked;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.PoolGrown;
import io.winnow.selection.round.PoolReport.RankReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Round side of the protocol: opens the rounds of its pools one after another, gathers the
 * partitions' reports, decides, and settles. All it remembers is in the stores.
 *
 * <p>Commands to one partition are ordered, and round r+1 is opened only after {@link RoundSettled}
 * of round r was sent: so no image is ever selected twice, without locks.
 */
public final class RoundCoordinator {

  private static final byte[] FIRST_POOL = {};
  private static final byte[] AFTER_LAST_POOL = {(byte) 0xFF};

  private final int partitions;
  private final OrderedStore pools;
  private final ReportStore reports;
  private final RoundDecider decider;

  /**
   * @param partitions of every topic keyed by image (P)
   * @param pools store of pool name to what is remembered of its rounds
   * @param reports store of the reports to open rounds
   * @param softwareVersion for manifests
   */
  public RoundCoordinator(
      int partitions, OrderedStore pools, OrderedStore reports, String softwareVersion) {
    this.partitions = partitions;
    this.pools = pools;
    this.reports = new ReportStore(reports);
    this.decider = new RoundDecider(softwareVersion);
  }

  /**
   * Takes a policy; rounds opened from now on go by it.
   *
   * @param policy null ends the pool's rounds
   * @param timestamp of the policy's record: windows are counted from here
   */
  public Step onPolicy(String name, PoolPolicy policy, long timestamp, long now) {
    return step(
        name,
        now,
        (pool, step) -> {
          if (!Objects.equals(policy, pool.policy)) {
            pool.applyPolicy(policy, timestamp);
            step.toAll(new PolicyApplied(name, pool.policyInForce()));
          }
        });
  }

  /**
   * Takes a request; its round is opened after those requested before.
   *
   * @throws UnknownPoolException if the pool has no policy
   */
  public Step onRequest(String name, RoundRequest request, long now) {
    return step(
        name,
        now,
        (pool, step) -> {
          if (pool.policy == null) {
            throw new UnknownPoolException(name);
          }
          pool.requests.add(request);
        });
  }

  /**
   * Takes a report.
   *
   * @throws IllegalStateException if it breaks the protocol
   */
  public Step onReport(PoolReport report, long now) {
    return step(
        report.pool(),
        now,
        (pool, step) -> {
          if (report instanceof PoolGrown grown) {
            pool.grew(grown.partition(), grown.becameEligible());
            progress(pool, grown, step);
          } else {
            gather(pool, (Chunked) report, step);
          }
        });
  }

  /** Opens the rounds that are due by the wall clock. */
  public Step onTick(long now) {
    List<String> names = new ArrayList<>();
    try (OrderedStore.Cursor all = pools.range(FIRST_POOL, AFTER_LAST_POOL)) {
      all.forEachRemaining(entry -> names.add(StoreKey.lastPart(entry.key(), 0)));
    }
    Step.Builder step = new Step.Builder(partitions);
    for (String name : names) {
      PoolRounds pool = load(name);
      if (openIfDue(name, pool, now, step)) {
        save(name, pool);
      }
    }
    return step.build();
  }

  private interface Change {
    void apply(PoolRounds pool, Step.Builder step);
  }

  private Step step(String name, long now, Change change) {
    PoolRounds pool = load(name);
    Step.Builder step = new Step.Builder(partitions);
    change.apply(pool, step);
    openIfDue(name, pool, now, step);
    save(name, pool);
    return step.build();
  }

  private boolean openIfDue(String name, PoolRounds pool, long now, Step.Builder step) {
    Opening opening = OpeningRule.next(pool, now);
    if (opening == null) {
      return false;
    }
    PoolPolicy policy = pool.policyInForce();
    RoundOpened opened =
        new RoundOpened(
            name,
            pool.lastRound + 1,
            policy,
            opening.budget(),
            policy.resampling().shortlistSize(opening.budget()),
            opening.window(),
            opening.trigger(),
            opening.requestId(),
            now);
    pool.open = OpenedRound.ranking(opened, partitions);
    step.toAll(opened);
    return true;
  }

  /** Tells the partitions at once, so that they rank by the new encoder before the next round. */
  private static void progress(PoolRounds pool, PoolGrown report, Step.Builder step) {
    if (report.nextEncoder() != null
        && pool.encoderSwitch.report(report.partition(), report.nextEncoder(), pool.policy)) {
      step.toAll(new PolicyApplied(report.pool(), pool.policyInForce()));
    }
  }

  private void gather(PoolRounds pool, Chunked report, Step.Builder step) {
    if (pool.open == null) {
      throw new IllegalStateException(
          "report of partition "
              + report.partition()
              + " for round "
              + report.round()
              + " of pool "
              + report.pool()
              + " while none is open");
    }
    boolean complete = pool.open.received(report);
    if (report instanceof RankReport ranking) {
      reports.keep(ranking);
      pool.grew(ranking.partition(), ranking.counts().becameEligible());
      if (complete) {
        shortlist(pool, step);
      }
    } else if (report instanceof DescriptorReport described) {
      reports.keep(described);
      if (complete) {
        decide(pool, step);
      }
    }
  }

  /** The exact global cut: the best T'' of all partitions' best T''. */
  private void shortlist(PoolRounds pool, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    record Reported(RankedCandidate candidate, int partition) {}
    List<Reported> all = new ArrayList<>();
    for (RankReport report : reports.rankings(opened.pool())) {
      report
          .candidates()
          .forEach(candidate -> all.add(new Reported(candidate, report.partition())));
    }
    all.sort((a, b) -> RankedCandidate.ORDER.compare(a.candidate(), b.candidate()));
    int[] slices = new int[partitions];
    all.stream().limit(opened.depth()).forEach(reported -> slices[reported.partition()]++);
    for (int partition = 0; partition < partitions; partition++) {
      if (slices[partition] > 0) {
        step.to(partition, new Shortlisted(opened.pool(), opened.round(), 0, 0, slices[partition]));
      }
    }
    pool.open.awaitDescriptors(slices);
    if (all.isEmpty()) {
      decide(pool, step);
    }
  }

  private void decide(PoolRounds pool, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    List<RankReport> rankings = reports.rankings(opened.pool());
    ClosedRound closed =
        decider.decide(opened, rankings, reports.described(opened.pool()), pool.lastDigest);
    step.close(closed);
    settle(opened, rankings, closed, step);
    pool.lastRound = opened.round();
    pool.lastDigest = closed.manifest().digest();
    pool.grownAtLastRound = RoundDecider.totals(rankings).becameEligible();
    pool.open = null;
    reports.clear(opened.pool());
  }

  private void settle(
      RoundOpened opened, List<RankReport> rankings, ClosedRound closed, Step.Builder step) {
    Map<String, Integer> partitionOf = new HashMap<>();
    for (RankReport report : rankings) {
      report
          .candidates()
          .forEach(candidate -> partitionOf.put(candidate.imageId(), report.partition()));
    }
    List<List<String>> selected = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      selected.add(new ArrayList<>());
    }
    for (ClosedRound.QueriedImage queried : closed.query()) {
      String imageId = queried.image().candidate().imageId();
      selected.get(partitionOf.get(imageId)).add(imageId);
    }
    for (int partition = 0; partition < partitions; partition++) {
      step.to(partition, new RoundSettled(opened.pool(), opened.round(), selected.get(partition)));
    }
  }

  private PoolRounds load(String name) {
    byte[] bytes = pools.get(StoreKey.of(name));
    return bytes == null ? new PoolRounds(partitions) : RoundCodec.readPool(bytes);
  }

  private void save(String name, PoolRounds pool) {
    pools.put(StoreKey.of(name), RoundCodec.write(pool));
  }
}
