package io.winnow.selection.round;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
  private final EarlierRounds earlier;
  private final RoundDecider decider;

  /**
   * @param partitions of every topic keyed by image (P)
   * @param pools store of pool name to what is remembered of its rounds
   * @param reports store of the reports to open rounds and of what earlier ones selected
   * @param softwareVersion for manifests
   */
  public RoundCoordinator(
      int partitions, OrderedStore pools, OrderedStore reports, String softwareVersion) {
    this.partitions = partitions;
    this.pools = pools;
    this.reports = new ReportStore(reports);
    this.earlier = new EarlierRounds(reports);
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
          SizeLimits.checkQueue(pool.requests.size() + 1);
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

  /**
   * Takes a round for opened by another coordinator, to decide it again.
   *
   * @param previousDigest of the manifest before it, or null
   */
  void reopen(RoundOpened opened, String previousDigest) {
    PoolRounds pool = load(opened.pool());
    pool.lastDigest = previousDigest;
    pool.open = OpenedRound.ranking(opened, partitions);
    save(opened.pool(), pool);
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
            EvidenceVersion.CURRENT,
            opening.budget(),
            QuerySettings.of(policy, opening.budget()).maxDepth(),
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
        closeOrDeepen(pool, step);
      }
    }
  }

  /** The first page: the best T'' of all partitions. */
  private void shortlist(PoolRounds pool, Step.Builder step) {
    RoundOpened opened = pool.open.opened();
    GlobalRanking ranking = ranking(opened);
    if (ranking.size() == 0) {
      closeOrDeepen(pool, step);
    } else {
      int first = QuerySettings.of(opened.policy(), opened.budget()).shortlistSize();
      askFor(Math.min(first, ranking.size()), ranking, pool.open, step);
    }
  }

  private GlobalRanking ranking(RoundOpened opened) {
    return new GlobalRanking(reports.rankings(opened.pool()), opened.depth());
  }

  /** Asks for the descriptors of the best candidates from those already asked for on. */
  private void askFor(int depth, GlobalRanking ranking, OpenedRound open, Step.Builder step) {
    int[] from = ranking.slices(open.depth(), partitions);
    int[] to = ranking.slices(depth, partitions);
    RoundOpened opened = open.opened();
    // the sample comes with the first page
    int[] sample = open.depth() == 0 ? sampled(opened.pool()) : new int[partitions];
    int[] sizes = new int[partitions];
    Arrays.setAll(sizes, partition -> to[partition] - from[partition] + sample[partition]);
    open.awaitDescriptors(sizes, depth);
    for (int partition = 0; partition < partitions; partition++) {
      if (sizes[partition] > 0) {
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
  private void closeOrDeepen(PoolRounds pool, Step.Builder step) {
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
      askFor(doubled, ranking, pool.open, step);
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
    settle(opened, ranking.partitions(), closed, step);
    earlier.remember(
        opened.pool(),
        opened.round(),
        policy.memory().rounds(),
        policy.encoders().current(),
        closed.query().stream().map(queried -> queried.image().toMemory(opened.round())).toList());
    pool.lastRound = opened.round();
    pool.lastDigest = closed.manifest().digest();
    pool.grownAtLastRound = closed.manifest().counts().becameEligible();
    pool.open = null;
    reports.clear(opened.pool());
  }

  private void settle(
      RoundOpened opened, Map<String, Integer> partitionOf, ClosedRound closed, Step.Builder step) {
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
