package io.winnow.selection.round;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.SortedMapStore;
import io.winnow.selection.policy.PoolPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * P pool tasks and a round task over logs in memory. Every step one task takes a few records from
 * its logs and either commits (state, positions and outputs together) or crashes and forgets all
 * since its last commit, as tasks under exactly-once processing do.
 */
final class ProtocolSimulation {

  private static final double CRASH_PROBABILITY = 0.1;
  private static final int MAX_BATCH = 7;
  static final long NOW = 1_700_000_000_000L;

  /** Timestamp of policies: some windows have ended since. */
  private static final long POLICIES_SINCE = NOW - 800;

  private final SplittableRandom random;
  private final List<PoolTask> poolTasks = new ArrayList<>();
  private final RoundTask roundTask;

  private final List<Map<String, List<PoolEvent>>> inputs = new ArrayList<>();
  private final List<List<PoolCommand>> commands = new ArrayList<>();
  private final List<PoolReport> reports = new ArrayList<>();
  private final List<RoundInput> roundInputs = new ArrayList<>();
  private final List<ClosedRound> closed = new ArrayList<>();
  private final List<RoundEvent> history = new ArrayList<>();

  /** A policy (request null) or a request. */
  record RoundInput(String pool, PoolPolicy policy, RoundRequest request) {}

  /** What the round task took in (a policy, request or report) and did, in the order of commits. */
  record RoundEvent(RoundInput input, PoolReport report, Step step) {}

  ProtocolSimulation(int partitions, SplittableRandom random) {
    this.random = random;
    for (int partition = 0; partition < partitions; partition++) {
      poolTasks.add(new PoolTask(partition));
      inputs.add(new HashMap<>());
      commands.add(new ArrayList<>());
    }
    roundTask = new RoundTask(partitions);
  }

  void publish(PoolEvent event) {
    int partition = Math.floorMod(event.imageId().hashCode(), poolTasks.size());
    inputs.get(partition).computeIfAbsent(event.topic(), topic -> new ArrayList<>()).add(event);
  }

  void publish(RoundInput input) {
    roundInputs.add(input);
  }

  /** Lets random tasks take random steps. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Runs until nothing is left to read. */
  void drain() {
    while (!idle()) {
      step();
    }
  }

  List<ClosedRound> closed() {
    return closed;
  }

  List<RoundEvent> history() {
    return history;
  }

  /** Returns all records of a topic's partition. */
  List<PoolEvent> log(int partition, String topic) {
    return inputs.get(partition).getOrDefault(topic, List.of());
  }

  /** Returns all commands to a partition. */
  List<PoolCommand> commands(int partition) {
    return commands.get(partition);
  }

  /** Stands for the bytes of a record. */
  static byte[] record(String topic, int partition, int offset) {
    return (topic + "-" + partition + "@" + offset).getBytes(UTF_8);
  }

  int partitions() {
    return poolTasks.size();
  }

  private boolean idle() {
    return roundTask.idle() && poolTasks.stream().allMatch(PoolTask::idle);
  }

  private void step() {
    boolean crash = random.nextDouble() < CRASH_PROBABILITY;
    int task = random.nextInt(poolTasks.size() + 1);
    if (task == poolTasks.size()) {
      roundTask.step(crash);
    } else {
      poolTasks.get(task).step(crash);
    }
  }

  private static LedgerStores copy(LedgerStores stores) {
    return new LedgerStores(
        ((SortedMapStore) stores.candidates()).copy(),
        ((SortedMapStore) stores.descriptors()).copy(),
        ((SortedMapStore) stores.ranking()).copy(),
        ((SortedMapStore) stores.timeline()).copy(),
        ((SortedMapStore) stores.sample()).copy(),
        ((SortedMapStore) stores.openRounds()).copy(),
        ((SortedMapStore) stores.pools()).copy(),
        ((SortedMapStore) stores.positions()).copy());
  }

  /** Indexes have no changelog: after a crash they are empty. */
  private static LedgerStores withoutIndexes(LedgerStores stores) {
    return new LedgerStores(
        stores.candidates(),
        stores.descriptors(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        stores.openRounds(),
        stores.pools(),
        stores.positions());
  }

  private final class PoolTask {
    private final int partition;
    private LedgerStores committed = LedgerStores.inMemory();
    private Map<String, Integer> committedNext = new HashMap<>();
    private LedgerStores stores;
    private PoolPartition pool;

    PoolTask(int partition) {
      this.partition = partition;
      restart();
    }

    private void restart() {
      stores = withoutIndexes(copy(committed));
      pool = new PoolPartition(partition, stores);
      pool.ledger().restoreRankings();
    }

    boolean idle() {
      return readable(committedNext).isEmpty();
    }

    private List<String> readable(Map<String, Integer> next) {
      List<String> topics = new ArrayList<>();
      inputs
          .get(partition)
          .forEach(
              (topic, log) -> {
                if (next.getOrDefault(topic, 0) < log.size()) {
                  topics.add(topic);
                }
              });
      if (next.getOrDefault("commands", 0) < commands.get(partition).size()) {
        topics.add("commands");
      }
      topics.sort(null);
      return topics;
    }

    void step(boolean crash) {
      Map<String, Integer> next = new HashMap<>(committedNext);
      List<PoolReport> outputs = new ArrayList<>();
      int batch = 1 + random.nextInt(MAX_BATCH);
      for (int i = 0; i < batch; i++) {
        List<String> topics = readable(next);
        if (topics.isEmpty()) {
          break;
        }
        String topic = topics.get(random.nextInt(topics.size()));
        int offset = next.merge(topic, 1, Integer::sum) - 1;
        pool.ledger()
            .positions()
            .advance(topic, offset, NOW, null, record(topic, partition, offset));
        if (topic.equals("commands")) {
          outputs.addAll(pool.onCommand(commands.get(partition).get(offset)));
        } else {
          inputs.get(partition).get(topic).get(offset).foldInto(pool.ledger());
        }
      }
      outputs.addAll(pool.onTick());
      if (crash) {
        restart();
        return;
      }
      committed = copy(stores);
      committedNext = next;
      reports.addAll(outputs);
    }
  }

  private final class RoundTask {
    private final int partitions;
    private SortedMapStore pools = new SortedMapStore();
    private SortedMapStore kept = new SortedMapStore();
    private int nextReport;
    private int nextInput;

    RoundTask(int partitions) {
      this.partitions = partitions;
    }

    boolean idle() {
      return nextReport == reports.size() && nextInput == roundInputs.size();
    }

    void step(boolean crash) {
      SortedMapStore newPools = pools.copy();
      SortedMapStore newKept = kept.copy();
      RoundCoordinator coordinator = new RoundCoordinator(partitions, newPools, newKept, "test");
      List<RoundEvent> outputs = new ArrayList<>();
      int report = nextReport;
      int input = nextInput;
      int batch = 1 + random.nextInt(MAX_BATCH);
      for (int i = 0; i < batch; i++) {
        boolean reportReadable = report < reports.size();
        boolean inputReadable = input < roundInputs.size();
        if (reportReadable && (!inputReadable || random.nextBoolean())) {
          PoolReport next = reports.get(report++);
          outputs.add(new RoundEvent(null, next, coordinator.onReport(next, NOW)));
        } else if (inputReadable) {
          RoundInput next = roundInputs.get(input++);
          outputs.add(new RoundEvent(next, null, take(coordinator, next)));
        }
      }
      if (crash) {
        return;
      }
      pools = newPools;
      kept = newKept;
      nextReport = report;
      nextInput = input;
      history.addAll(outputs);
      outputs.forEach(event -> publish(event.step()));
    }

    private Step take(RoundCoordinator coordinator, RoundInput input) {
      return input.request() == null
          ? coordinator.onPolicy(input.pool(), input.policy(), POLICIES_SINCE, NOW)
          : coordinator.onRequest(input.pool(), input.request(), NOW);
    }

    private void publish(Step step) {
      step.commands()
          .forEach(addressed -> commands.get(addressed.partition()).add(addressed.command()));
      closed.addAll(step.closed());
    }
  }
}
