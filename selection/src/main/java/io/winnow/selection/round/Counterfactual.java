package io.winnow.selection.round;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySelection;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.round.ClosedRound.QueriedImage;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a round would have been by another policy.
 *
 * @param query the query set
 * @param diagnostics of it
 */
public record Counterfactual(Query query, RoundDiagnostics diagnostics) {

  /**
   * Decides a round that is open at its partitions by another policy, over the same window. The
   * partitions rank by the round's own policy again afterwards.
   *
   * @param opened the round
   * @param policy instead of the round's
   * @param budget T'
   * @param partitions all of the pool
   * @param earlier rounds before this one, which the policy may remember
   */
  public static Counterfactual of(
      RoundOpened opened,
      PoolPolicy policy,
      int budget,
      List<PoolPartition> partitions,
      List<ClosedRound> earlier) {
    QuerySettings settings = QuerySettings.of(policy, budget);
    List<QueryCandidate> ranking = ranking(opened, policy, settings.maxDepth(), partitions);
    Query query = QuerySelection.choose(settings, ranking, remembered(opened, policy, earlier));
    return new Counterfactual(
        query,
        RoundDiagnostics.of(
            ranking.subList(0, query.decisions().size()),
            query,
            policy.coverageCosine(),
            sample(opened, policy, partitions)));
  }

  /** The sample of what the policy ranks, by its encoder. */
  private static List<float[]> sample(
      RoundOpened opened, PoolPolicy policy, List<PoolPartition> partitions) {
    String pool = opened.pool();
    SortedMap<Long, float[]> sample = new TreeMap<>();
    for (PoolPartition partition : partitions) {
      PoolLedger ledger = partition.ledger();
      ledger.rankBy(pool, policy.rankingSpec());
      for (String imageId : ledger.sample(pool, PoolSample.SIZE, end(opened))) {
        sample.put(
            PoolSample.hash(imageId),
            ledger.descriptor(pool, imageId, policy.encoders().current()).vector());
      }
      ledger.rankBy(pool, opened.policy().rankingSpec());
    }
    return sample.values().stream().limit(PoolSample.SIZE).toList();
  }

  private static long end(RoundOpened opened) {
    return opened.window().end() == null ? Long.MAX_VALUE : opened.window().end();
  }

  private static List<QueryCandidate> ranking(
      RoundOpened opened, PoolPolicy policy, int depth, List<PoolPartition> partitions) {
    String pool = opened.pool();
    EncoderRef encoder = policy.encoders().current();
    List<DescribedCandidate> best = new ArrayList<>();
    for (PoolPartition partition : partitions) {
      PoolLedger ledger = partition.ledger();
      ledger.rankBy(pool, policy.rankingSpec());
      for (ReportedCandidate candidate : ledger.best(pool, depth, end(opened))) {
        Descriptor descriptor = ledger.descriptor(pool, candidate.imageId(), encoder);
        best.add(new DescribedCandidate(candidate, descriptor));
      }
      ledger.rankBy(pool, opened.policy().rankingSpec());
    }
    best.sort(Comparator.comparing(DescribedCandidate::ranked, RankedCandidate.ORDER));
    return best.stream().limit(depth).map(DescribedCandidate::toQuery).toList();
  }

  private static List<RememberedImage> remembered(
      RoundOpened opened, PoolPolicy policy, List<ClosedRound> earlier) {
    long first = opened.round() - policy.memory().rounds();
    List<RememberedImage> remembered = new ArrayList<>();
    for (ClosedRound round : earlier) {
      long number = round.manifest().round();
      if (number < first || number >= opened.round()) {
        continue;
      }
      for (QueriedImage queried : round.query()) {
        Descriptor descriptor = queried.image().descriptor();
        if (descriptor.encoder().equals(policy.encoders().current())) {
          remembered.add(queried.image().toMemory(number));
        }
      }
    }
    return remembered;
  }
}
