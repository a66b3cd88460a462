package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.policy.PoolPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class RoundProtocolPropertyTest {

  private static final List<String> POOLS = RandomRounds.POOLS;

  @Property(tries = 1000)
  void shouldGiveTheSameRoundsWhateverTheInterleavingAndTheCrashes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    List<ClosedRound> once = quiescentRounds(seed, partitions, new SplittableRandom(seed + 1));
    List<ClosedRound> again = quiescentRounds(seed, partitions, new SplittableRandom(seed + 2));

    assertThat(manifests(again)).isEqualTo(manifests(once));
    assertThat(decisions(again)).isEqualTo(decisions(once));
    assertThat(once).hasSize(6);
    assertNoImageTwice(once);
  }

  @Property(tries = 1000)
  void shouldSelectWhatTheOffsetVectorSaysWhenInputsArriveDuringRounds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, random.split());
    for (String pool : POOLS) {
      simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
    }
    int rounds = 0;
    for (int burst = 0; burst < 5; burst++) {
      RandomRounds.events(random, 40).forEach(simulation::publish);
      simulation.run(random.nextInt(30));
      String pool = POOLS.get(random.nextInt(POOLS.size()));
      if (random.nextInt(4) == 0) {
        PoolPolicy other =
            random.nextBoolean() ? RandomRounds.policy(random) : RandomRounds.switching(random);
        simulation.publish(new RoundInput(pool, other, null));
      }
      // the policy was published first, so the simulated round task has read it before
      simulation.publish(new RoundInput(pool, null, RandomRounds.request(rounds++, random)));
    }
    simulation.drain();

    assertThat(simulation.closed()).hasSize(rounds);
    assertNoImageTwice(simulation.closed());
    Map<String, List<ClosedRound>> earlier = new HashMap<>();
    Map<String, String> lastDigest = new HashMap<>();
    for (ClosedRound round : simulation.closed()) {
      String pool = round.manifest().pool();
      List<ClosedRound> before = earlier.computeIfAbsent(pool, name -> new ArrayList<>());
      assertThat(ids(round)).isEqualTo(NaiveRound.selection(simulation, round.manifest(), before));
      RoundManifest manifest = round.manifest();
      assertThat(manifest.diagnostics().pool().sample())
          .isEqualTo(Math.toIntExact(Math.min(PoolSample.SIZE, manifest.counts().eligible())));
      before.add(round);
      assertThat(round.manifest().previousDigest()).isEqualTo(lastDigest.get(pool));
      lastDigest.put(pool, round.manifest().digest());
    }
  }

  @Property(tries = 1000)
  void shouldGoOverToTheNextEncoderWhenAllPartitionsReportTheShareAndThenForGood(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, random.split());
    int rounds = 0;
    for (int burst = 0; burst < 6; burst++) {
      if (burst % 3 == 0) {
        for (String pool : POOLS) {
          simulation.publish(new RoundInput(pool, RandomRounds.switching(random), null));
        }
      }
      RandomRounds.events(random, 30).forEach(simulation::publish);
      simulation.run(random.nextInt(60));
      simulation.publish(
          new RoundInput(
              POOLS.get(random.nextInt(2)), null, RandomRounds.request(rounds++, random)));
    }
    simulation.drain();

    assertThat(simulation.closed()).hasSize(rounds);
    assertNoImageTwice(simulation.closed());
    NaiveEncoderSwitch.check(simulation.history(), partitions);
    for (ClosedRound round : simulation.closed()) {
      assertThat(round.query())
          .extracting(image -> image.image().descriptor().encoder())
          .allMatch(round.manifest().policy().encoders().current()::equals);
    }
    long pending = withNext(simulation.closed());
    Statistics.label("rounds before the switch").collect(pending > 0);
    Statistics.label("rounds after the switch").collect(pending < rounds);
    Statistics.label("rounds before the switch")
        .coverage(seen -> seen.check(true).percentage(share -> share > 20));
    Statistics.label("rounds after the switch")
        .coverage(seen -> seen.check(true).percentage(share -> share > 20));
  }

  private static long withNext(List<ClosedRound> rounds) {
    return rounds.stream()
        .filter(round -> round.manifest().policy().encoders().next() != null)
        .count();
  }

  private List<ClosedRound> quiescentRounds(
      long inputSeed, int partitions, SplittableRandom interleaving) {
    SplittableRandom random = new SplittableRandom(inputSeed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, interleaving);
    for (int round = 0; round < 3; round++) {
      RandomRounds.events(random, 50).forEach(simulation::publish);
      for (String pool : POOLS) {
        if (round == 0 || random.nextBoolean()) {
          simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
        }
      }
      simulation.drain();
      for (String pool : POOLS) {
        simulation.publish(new RoundInput(pool, null, RandomRounds.request(round, random)));
        simulation.drain();
      }
    }
    return simulation.closed();
  }

  private static void assertNoImageTwice(List<ClosedRound> rounds) {
    Map<String, List<String>> perPool = new HashMap<>();
    rounds.forEach(
        round ->
            perPool
                .computeIfAbsent(round.manifest().pool(), pool -> new ArrayList<>())
                .addAll(ids(round)));
    perPool.values().forEach(ids -> assertThat(ids).doesNotHaveDuplicates());
  }

  private static List<String> ids(ClosedRound round) {
    return round.query().stream().map(image -> image.image().candidate().imageId()).toList();
  }

  private static List<String> manifests(List<ClosedRound> rounds) {
    return rounds.stream().map(round -> round.manifest().digest()).toList();
  }

  private static List<Object> decisions(List<ClosedRound> rounds) {
    return rounds.stream().<Object>map(ClosedRound::decisions).toList();
  }
}
