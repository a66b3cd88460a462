package io.winnow.selection.round;

import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.round.OpeningRule.Opening;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolReport.Chunked;
import io.winnow.selection.round.PoolReport.PoolGrown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Round side of the protocol: opens the rounds of its pools one after another, gathers the
 * partitions' reports, decides, and settles. All it remembers is in the stores.
 *
 * <p>Commands to one partition are ordered, and round r+1 is opened only after {@link RoundSettled}
 * of round r was sent: so no image is ever selected twice, without locks.
 */
public final class RoundCoordinator {

  /** How long partitions are given to answer unless a setting says otherwise. */
  public static final Duration ANSWER_INTERVAL = Duration.ofSeconds(30);

  private static final byte[] FIRST_POOL = {};
  private static final byte[] AFTER_LAST_POOL = {(byte) 0xFF};

  private final int partitions;
  private final OrderedStore pools;
  private final RoundSteps steps;

  /** When each pool needs the wall clock next; a look at all pools five times a second is dear. */
  private final Map<String, Long> dueAt = new TreeMap<>();

  /**
   * @param partitions of every topic keyed by image (P)
   * @param pools store of pool name to what is remembered of its rounds
   * @param reports store of the reports to open rounds and of what earlier ones selected
   * @param softwareVersion for manifests
   * @param answerInterval after which partitions that have not answered are asked again, and after
   *     which a round that is to be aborted no longer waits for them
   */
  public RoundCoordinator(
      int partitions,
      OrderedStore pools,
      OrderedStore reports,
      String softwareVersion,
      Duration answerInterval) {
    this.partitions = partitions;
    this.pools = pools;
    this.steps =
        new RoundSteps(
            partitions,
            answerInterval,
            new ReportStore(reports),
            new EarlierRounds(reports),
            new LastSettlement(reports),
            new RoundDecider(softwareVersion));
    try (OrderedStore.Cursor all = pools.range(FIRST_POOL, AFTER_LAST_POOL)) {
      all.forEachRemaining(
          entry ->
              dueAt.put(
                  StoreKey.lastPart(entry.key(), 0), dueAt(RoundCodec.readPool(entry.value()))));
    }
  }

  /**
   * Takes a policy; rounds opened from now on go by it.
   *
   * @param policy null ends the pool's rounds: requests that wait are dropped, a round that is open
   *     is aborted
   * @param timestamp of the policy's record: windows are counted from here
   */
  public Step onPolicy(String name, PoolPolicy policy, long timestamp, long now) {
    return step(
        name,
        now,
        (pool, step) -> {
          if (!Objects.equals(policy, pool.policy)) {
            step.dropped(pool.applyPolicy(policy, timestamp));
            if (policy == null && pool.open != null && pool.open.abort() == null) {
              steps.abort(pool, RoundAbort.POLICY_DELETED, now, step);
            }
            apply(name, pool, step);
          }
        });
  }

  /**
   * Takes a request; its round is opened after those requested before. One with the id of an
   * earlier request does nothing.
   *
   * @throws RefusedException if the pool has no policy, or too many requests wait
   */
  public Step onRequest(String name, RoundRequest request, long now) {
    return step(
        name,
        now,
        (pool, step) -> {
          if (pool.requestIds.contains(request.requestId())) {
            step.outcome(ProtocolOutcome.DUPLICATE);
            return;
          }
          if (pool.policy == null) {
            throw new RefusedException("pool " + name + " has no policy");
          }
          SizeLimits.checkQueue(pool.requests.size() + 1);
          pool.requestIds.add(request.requestId());
          pool.requests.add(request);
        });
  }

  /**
   * Takes a request to abort the open round. It ends when all partitions have ranked, or after the
   * interval for answers.
   *
   * @throws RefusedException if that round is not open
   */
  public Step onAbort(String name, AbortRequest request, long now) {
    return step(
        name,
        now,
        (pool, step) -> {
          if (pool.requestIds.contains(request.abort().requestId())) {
            step.outcome(ProtocolOutcome.DUPLICATE);
            return;
          }
          Long open = pool.open == null ? null : pool.open.opened().round();
          if (open == null || (request.round() != null && !request.round().equals(open))) {
            throw new RefusedException(
                "pool "
                    + name
                    + " has "
                    + (open == null ? "no round" : "round " + open)
                    + " open, which cannot be aborted as "
                    + (request.round() == null ? "the open one" : "round " + request.round()));
          }
          pool.requestIds.add(request.abort().requestId());
          if (pool.open.abort() == null) {
            steps.abort(pool, request.abort(), now, step);
          } else {
            step.outcome(ProtocolOutcome.DUPLICATE);
          }
        });
  }

  /**
   * Takes a report. One that came before, or that nobody waits for, changes nothing.
   *
   * @throws RefusedException if there is no such partition
   */
  public Step onReport(PoolReport report, long now) {
    if (report.partition() < 0 || report.partition() >= partitions) {
      throw new RefusedException("report of partition " + report.partition() + " of " + partitions);
    }
    return step(
        report.pool(),
        now,
        (pool, step) -> {
          if (report instanceof PoolGrown grown) {
            pool.grew(grown.partition(), grown.becameEligible());
            progress(pool, grown, step);
          } else {
            steps.gather(pool, (Chunked) report, now, step);
          }
        });
  }

  /** Opens the rounds that are due by the wall clock, and asks again for what is overdue. */
  public Step onTick(long now) {
    List<String> due = new ArrayList<>();
    dueAt.forEach(
        (name, at) -> {
          if (at <= now) {
            due.add(name);
          }
        });
    Step.Builder step = new Step.Builder(partitions);
    for (String name : due) {
      PoolRounds pool = load(name);
      boolean changed = steps.remind(pool, now, step);
      changed |= openIfDue(name, pool, now, step);
      if (changed) {
        save(name, pool);
      }
    }
    return step.build();
  }

  private long dueAt(PoolRounds pool) {
    return pool.open == null ? OpeningRule.dueAt(pool) : steps.dueAt(pool.open);
  }

  /**
   * Takes a round for opened by another coordinator, to decide it again.
   *
   * @param previousDigest of the manifest before it, or null
   */
  void reopen(RoundOpened opened, String previousDigest) {
    PoolRounds pool = load(opened.pool());
    pool.lastDigest = previousDigest;
    pool.open = OpenedRound.ranking(opened, partitions, opened.openedAt());
    save(opened.pool(), pool);
  }

  private interface Change {
    void apply(PoolRounds pool, Step.Builder step);
  }

  private Step step(String name, long now, Change change) {
    PoolRounds pool = load(name);
    Step.Builder step = new Step.Builder(partitions);
    change.apply(pool, step);
    boolean opened = openIfDue(name, pool, now, step);
    if (opened || step.applied()) {
      save(name, pool);
    }
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
            EvidenceVersion.CURRENT,
            opening.budget(),
            QuerySettings.of(policy, opening.budget()).maxDepth(),
            opening.window(),
            opening.trigger(),
            opening.requestId(),
            now);
    pool.open = OpenedRound.ranking(opened, partitions, now);
    step.toAll(opened);
    return true;
  }

  /** Tells the partitions at once, so that they rank by the new encoder before the next round. */
  private static void progress(PoolRounds pool, PoolGrown report, Step.Builder step) {
    if (report.nextEncoder() != null
        && pool.encoderSwitch.report(report.partition(), report.nextEncoder(), pool.policy)) {
      apply(report.pool(), pool, step);
    }
  }

  private static void apply(String name, PoolRounds pool, Step.Builder step) {
    step.toAll(new PolicyApplied(name, ++pool.policies, pool.policyInForce()));
  }

  private PoolRounds load(String name) {
    byte[] bytes = pools.get(StoreKey.of(name));
    return bytes == null ? new PoolRounds(partitions) : RoundCodec.readPool(bytes);
  }

  private void save(String name, PoolRounds pool) {
    pools.put(StoreKey.of(name), RoundCodec.write(pool));
    dueAt.put(name, dueAt(pool));
  }
}
