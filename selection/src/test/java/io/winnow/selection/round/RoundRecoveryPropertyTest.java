package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * What repeats, is read again, is lost or is aborted: every pool goes on, and nothing counts twice.
 */
class RoundRecoveryPropertyTest {

  private static final List<String> POOLS = RandomRounds.POOLS;

  @Property(tries = 300)
  void shouldMakeTheSameDecisionsWhenRecordsAreProducedAndReadAgain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int partitions) {
    List<ClosedRound> undisturbed = quiescentRounds(seed, partitions, Faults.NONE);
    List<ClosedRound> disturbed = quiescentRounds(seed, partitions, new Faults(0.3, 0, 3));

    assertThat(outcomes(disturbed)).isEqualTo(outcomes(undisturbed));
    assertThat(disturbed).hasSize(6);
  }

  @Property(tries = 300)
  void shouldEndEveryRoundOnceWhenRecordsAreLostAndRoundsAborted(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation =
        new ProtocolSimulation(partitions, random.split(), new Faults(0.1, 0.1, 2));
    for (String pool : POOLS) {
      simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
    }
    int rounds = 0;
    for (int burst = 0; burst < 6; burst++) {
      RandomRounds.events(random, 30).forEach(simulation::publish);
      simulation.run(random.nextInt(30));
      String pool = POOLS.get(random.nextInt(POOLS.size()));
      RoundRequest request = RandomRounds.request(rounds++, random);
      simulation.publish(new RoundInput(pool, null, request));
      simulation.publish(new RoundInput(pool, null, request)); // sent twice
      simulation.run(random.nextInt(30));
      if (random.nextBoolean()) {
        RoundAbort abort = new RoundAbort("abort-" + burst, "no longer needed", "somebody");
        simulation.publish(new RoundInput(pool, null, null, new AbortRequest(null, abort)));
      }
    }
    simulation.drain();

    assertThat(simulation.closed()).hasSize(rounds);
    assertThat(simulation.closed())
        .extracting(round -> round.manifest().requestId())
        .doesNotHaveDuplicates();
    for (String pool : POOLS) {
      checkChain(simulation, pool);
    }
    Statistics.label("a round was aborted")
        .collect(simulation.closed().stream().anyMatch(round -> round.manifest().abort() != null));
    Statistics.label("a round was aborted")
        .coverage(seen -> seen.check(true).percentage(share -> share > 20));
  }

  /**
   * Numbers without gaps, digests in a chain, every decision that of the oracle, no image twice.
   */
  private static void checkChain(ProtocolSimulation simulation, String pool) {
    List<ClosedRound> before = new ArrayList<>();
    Set<String> selected = new HashSet<>();
    String lastDigest = null;
    for (ClosedRound round : simulation.closed()) {
      RoundManifest manifest = round.manifest();
      if (!manifest.pool().equals(pool)) {
        continue;
      }
      assertThat(manifest.round()).isEqualTo(before.size() + 1);
      assertThat(manifest.previousDigest()).isEqualTo(lastDigest);
      if (manifest.abort() == null) {
        assertThat(ids(round)).isEqualTo(NaiveRound.selection(simulation, manifest, before));
      } else {
        assertThat(round.query()).isEmpty();
      }
      ids(round).forEach(imageId -> assertThat(selected.add(imageId)).isTrue());
      before.add(round);
      lastDigest = manifest.digest();
    }
  }

  private static List<ClosedRound> quiescentRounds(long seed, int partitions, Faults faults) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation =
        new ProtocolSimulation(partitions, new SplittableRandom(seed + 1), faults);
    for (int round = 0; round < 3; round++) {
      RandomRounds.events(random, 50).forEach(simulation::publish);
      for (String pool : POOLS) {
        if (round == 0 || random.nextBoolean()) {
          simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
        }
      }
      simulation.drain();
      for (String pool : POOLS) {
        RoundRequest request = RandomRounds.request(round, random);
        simulation.publish(new RoundInput(pool, null, request));
        if (!faults.equals(Faults.NONE)) {
          simulation.publish(new RoundInput(pool, null, request));
        }
        simulation.drain();
      }
    }
    return simulation.closed();
  }

  /** All but the offsets of the commands, and what follows from them. */
  private static Map<String, Object> outcomes(List<ClosedRound> rounds) {
    Map<String, Object> outcomes = new HashMap<>();
    for (ClosedRound round : rounds) {
      RoundManifest manifest = round.manifest();
      Object before =
          outcomes.put(
              manifest.pool() + "/" + manifest.round(),
              List.of(
                  Objects.toString(manifest.requestId()),
                  counts(manifest.counts()),
                  manifest.diagnostics(),
                  round.decisions()));
      assertThat(before).isNull();
    }
    return outcomes;
  }

  /** All that is in a manifest: how many became eligible depends on when policies came. */
  private static List<Long> counts(PartitionCounts counts) {
    return List.of(
        counts.eligible(),
        counts.withoutDescriptor(),
        counts.withoutUncertainty(),
        counts.filteredOut(),
        counts.incompleteCommittee(),
        counts.outsideWindow(),
        counts.late());
  }

  private static List<String> ids(ClosedRound round) {
    return round.query().stream().map(image -> image.image().candidate().imageId()).toList();
  }
}
