package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.SortedMapStore;
import io.winnow.selection.policy.TimingPolicy;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Offset vectors are all that is recorded of how inputs and commands were interleaved: a replay
 * that folds the inputs of a round topic by topic must get the manifests of the live run, which
 * took them in any order, crashed, and had inputs arrive while rounds were open.
 */
class RoundReplayTest {

  @Property(tries = 1000)
  void shouldGetTheManifestsOfTheLiveRunFromTheOffsetVectors(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int partitions) {
    ProtocolSimulation live = run(new SplittableRandom(seed), partitions);

    for (String pool : RandomRounds.POOLS) {
      List<ClosedRound> expected =
          live.closed().stream().filter(round -> round.manifest().pool().equals(pool)).toList();
      Replay replay = new Replay(live, pool, new Random(seed));
      String previousDigest = null;
      for (ClosedRound round : expected) {
        ClosedRound again = replay.next(round.manifest(), previousDigest);
        assertThat(again.decisions()).isEqualTo(round.decisions());
        assertThat(again.manifest().digest())
            .as("%s%ninstead of%n%s", again.manifest(), round.manifest())
            .isEqualTo(round.manifest().digest());
        previousDigest = again.manifest().digest();
      }
    }
  }

  private static ProtocolSimulation run(SplittableRandom random, int partitions) {
    ProtocolSimulation simulation =
        new ProtocolSimulation(partitions, random.split(), new Faults(0.1, 0, 1));
    for (String pool : RandomRounds.POOLS) {
      simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
    }
    for (int burst = 0; burst < 6; burst++) {
      RandomRounds.events(random, 30).forEach(simulation::publish);
      simulation.run(random.nextInt(40));
      String pool = RandomRounds.POOLS.get(random.nextInt(2));
      int change = random.nextInt(8);
      if (change == 0) {
        simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
      } else if (change == 1) {
        simulation.publish(new RoundInput(pool, RandomRounds.switching(random), null));
      } else if (change == 2) {
        simulation.publish(
            new RoundInput(pool, RandomRounds.policy(random).with(forgetting(random)), null));
      } else if (change == 3) {
        simulation.publish(
            new RoundInput(pool, RandomRounds.policy(random).with(hopping(random)), null));
      } else if (change == 5) {
        RoundAbort abort = new RoundAbort("abort-" + burst, "no longer needed", null);
        simulation.publish(new RoundInput(pool, null, null, new AbortRequest(null, abort)));
      } else if (change == 4) {
        simulation.publish(new RoundInput(pool, null, null)); // a tombstone
        simulation.run(random.nextInt(20));
        simulation.publish(new RoundInput(pool, RandomRounds.policy(random), null));
      }
      simulation.publish(new RoundInput(pool, null, RandomRounds.request(burst, random)));
    }
    simulation.drain();
    return simulation;
  }

  /** Rounds forget what was scored before a time in the middle of the scores' times. */
  private static TimingPolicy forgetting(SplittableRandom random) {
    return new TimingPolicy(300L + random.nextInt(600), null, 0, null);
  }

  /** Rounds over windows in the middle of the scores' times: some are outside, some come late. */
  private static TimingPolicy hopping(SplittableRandom random) {
    long size = 200L + random.nextInt(800);
    return new TimingPolicy(
        size, 100L + random.nextInt((int) size - 100), random.nextInt(50), null);
  }

  /** Folds the logs of a simulation again, in an order of its own. */
  private static final class Replay {
    private final ProtocolSimulation live;
    private final String pool;
    private final Random random;
    private final List<PoolPartition> partitions;
    private final RoundReplay rounds;
    private final List<Map<String, Integer>> next = new ArrayList<>();

    Replay(ProtocolSimulation live, String pool, Random random) {
      this.live = live;
      this.pool = pool;
      this.random = random;
      this.partitions =
          IntStream.range(0, live.partitions())
              .mapToObj(partition -> new PoolPartition(partition, LedgerStores.inMemory()))
              .toList();
      this.rounds = new RoundReplay(partitions, new SortedMapStore(), new SortedMapStore());
      partitions.forEach(partition -> next.add(new HashMap<>()));
    }

    ClosedRound next(RoundManifest recorded, String previousDigest) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, partitions.size()).boxed().toList());
      Collections.shuffle(order, random);
      RoundOpened opened = null;
      for (int partition : order) {
        Map<String, Long> through = new TreeMap<>();
        recorded
            .inputs()
            .forEach(
                (topic, positions) -> {
                  InputPosition position = positions.get(partition);
                  if (position != null) {
                    through.put(topic, position.offset());
                  }
                });
        opened = obey(recorded.round(), partition, through.remove("commands"));
        List<String> topics = new ArrayList<>(through.keySet());
        Collections.shuffle(topics, random);
        topics.forEach(topic -> fold(partition, topic, through.get(topic)));
      }
      if (recorded.abort() == null) {
        return rounds.decide(opened, previousDigest, recorded.softwareVersion()).round();
      }
      // no time passes in the simulation: an aborted round, too, waits until all have ranked
      return rounds
          .abort(
              opened,
              Set.copyOf(order),
              recorded.abort(),
              previousDigest,
              recorded.softwareVersion())
          .round();
    }

    /** Obeys what was commanded before the round was opened, and returns that command. */
    private RoundOpened obey(long round, int partition, long through) {
      RoundOpened opened = null;
      int from = next.get(partition).getOrDefault("commands", 0);
      for (int offset = from; offset <= through; offset++) {
        advance(partition, "commands", offset);
        PoolCommand command = live.commands(partition).get(offset);
        if (!command.pool().equals(pool) || command instanceof Shortlisted) {
          continue;
        }
        if (command instanceof RoundOpened open && open.round() == round) {
          opened = open;
        } else {
          partitions.get(partition).onCommand(command);
        }
      }
      return opened;
    }

    private void fold(int partition, String topic, long through) {
      int from = next.get(partition).getOrDefault(topic, 0);
      for (int offset = from; offset <= through; offset++) {
        advance(partition, topic, offset);
        PoolEvent event = live.log(partition, topic).get(offset);
        if (event.pool().equals(pool)) {
          event.foldInto(partitions.get(partition).ledger());
        }
      }
    }

    private void advance(int partition, String topic, int offset) {
      byte[] value = ProtocolSimulation.record(topic, partition, offset);
      partitions
          .get(partition)
          .ledger()
          .positions()
          .advance(topic, offset, ProtocolSimulation.NOW, null, value);
      next.get(partition).put(topic, offset + 1);
    }
  }
}
