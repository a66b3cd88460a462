package io.winnow.selection.round;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.ConsumedOffsets;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.SortedMapStore;
import io.winnow.selection.ledger.StoreKey;
import java.time.Duration;
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
  private static final Duration ANSWER_INTERVAL = RoundCoordinator.ANSWER_INTERVAL;
  private static final long MAX_INTERVALS = 10_000;
  private static final int MAX_BATCH = 7;
  static final long NOW = 1_700_000_000_000L;

  /** Timestamp of policies: some windows have ended since. */
  private static final long POLICIES_SINCE = NOW - 800;

  private final SplittableRandom random;
  private final Faults faults;
  private long now = NOW;
  private final List<PoolTask> poolTasks = new ArrayList<>();
  private final RoundTask roundTask;

  private final List<Map<String, List<PoolEvent>>> inputs = new ArrayList<>();
  private final List<List<PoolCommand>> commands = new ArrayList<>();
  private final List<PoolReport> reports = new ArrayList<>();
  private final List<RoundInput> roundInputs = new ArrayList<>();
  private final List<ClosedRound> closed = new ArrayList<>();
  private final List<RoundEvent> history = new ArrayList<>();

  /** What the round task took in (a policy, request or report) and did, in the order of commits. */
  record RoundEvent(RoundInput input, PoolReport report, Step step) {}

  ProtocolSimulation(int partitions, SplittableRandom random) {
    this(partitions, random, Faults.NONE);
  }

  ProtocolSimulation(int partitions, SplittableRandom random, Faults faults) {
    this.random = random;
    this.faults = faults;
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

  /** Runs until nothing is left to read and no round is open; time passes where one waits. */
  void drain() {
    long limit = now + MAX_INTERVALS * ANSWER_INTERVAL.toMillis();
    while (!idle() || roundTask.roundIsOpen()) {
      if (idle()) {
        assertThat(now).as("a round waits for ever").isLessThan(limit);
        now += ANSWER_INTERVAL.toMillis();
        roundTask.tick();
      } else {
        step();
      }
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

  private final class PoolTask {
    private final int partition;
    private LedgerStores committed = LedgerStores.inMemory();
    private Map<String, Integer> committedNext = new HashMap<>();
    private LedgerStores stores;
    private PoolPartition pool;
    private int rewinds = faults.rewinds();

    PoolTask(int partition) {
      this.partition = partition;
      restart();
    }

    private void restart() {
      stores = StoreCopies.withoutIndexes(committed);
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
      if (rewinds > 0 && random.nextInt(50) == 0) {
        rewinds--;
        committedNext.clear();
      }
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
        if (!pool.ledger()
            .positions()
            .advance(topic, offset, NOW, null, record(topic, partition, offset))) {
          continue;
        }
        if (topic.equals("commands")) {
          outputs.addAll(answer(commands.get(partition).get(offset)));
        } else {
          inputs.get(partition).get(topic).get(offset).foldInto(pool.ledger());
        }
      }
      outputs.addAll(pool.onTick());
      if (crash) {
        restart();
        return;
      }
      committed = StoreCopies.of(stores);
      committedNext = next;
      outputs.forEach(report -> faults.produce(reports, report, random));
    }

    /** What is refused becomes a dead letter. */
    private List<PoolReport> answer(PoolCommand command) {
      try {
        return pool.onCommand(command).reports();
      } catch (RefusedException e) {
        return List.of();
      }
    }
  }

  private final class RoundTask {
    private final int partitions;
    private SortedMapStore pools = new SortedMapStore();
    private SortedMapStore kept = new SortedMapStore();
    private SortedMapStore offsets = new SortedMapStore();
    private int nextReport;
    private int nextInput;
    private int rewinds = faults.rewinds();

    RoundTask(int partitions) {
      this.partitions = partitions;
    }

    boolean idle() {
      return nextReport == reports.size() && nextInput == roundInputs.size();
    }

    boolean roundIsOpen() {
      return RandomRounds.POOLS.stream()
          .map(name -> pools.get(StoreKey.of(name)))
          .anyMatch(bytes -> bytes != null && RoundCodec.readPool(bytes).open != null);
    }

    void tick() {
      publish(new RoundCoordinator(partitions, pools, kept, "test", ANSWER_INTERVAL).onTick(now));
    }

    void step(boolean crash) {
      if (rewinds > 0 && random.nextInt(50) == 0) {
        rewinds--;
        nextReport = 0;
        nextInput = 0;
      }
      SortedMapStore newPools = pools.copy();
      SortedMapStore newKept = kept.copy();
      SortedMapStore newOffsets = offsets.copy();
      ConsumedOffsets consumed = new ConsumedOffsets(newOffsets);
      RoundCoordinator coordinator =
          new RoundCoordinator(partitions, newPools, newKept, "test", ANSWER_INTERVAL);
      List<RoundEvent> outputs = new ArrayList<>();
      int report = nextReport;
      int input = nextInput;
      int batch = 1 + random.nextInt(MAX_BATCH);
      for (int i = 0; i < batch; i++) {
        boolean reportReadable = report < reports.size();
        boolean inputReadable = input < roundInputs.size();
        if (reportReadable && (!inputReadable || random.nextBoolean())) {
          PoolReport next = reports.get(report++);
          if (consumed.advance("reports", report)) {
            outputs.add(new RoundEvent(null, next, coordinator.onReport(next, now)));
          }
        } else if (inputReadable) {
          RoundInput next = roundInputs.get(input++);
          if (consumed.advance("inputs", input)) {
            next.give(coordinator, POLICIES_SINCE, now)
                .ifPresent(step -> outputs.add(new RoundEvent(next, null, step)));
          }
        }
      }
      if (crash) {
        return;
      }
      pools = newPools;
      kept = newKept;
      offsets = newOffsets;
      nextReport = report;
      nextInput = input;
      history.addAll(outputs);
      outputs.forEach(event -> publish(event.step()));
    }

    private void publish(Step step) {
      step.commands()
          .forEach(
              addressed ->
                  faults.produce(commands.get(addressed.partition()), addressed.command(), random));
      closed.addAll(step.closed());
    }
  }
}
