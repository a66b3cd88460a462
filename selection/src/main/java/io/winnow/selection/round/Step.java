package io.winnow.selection.round;

import java.util.ArrayList;
import java.util.List;

/**
 * What the round side does in answer to one input, all of it in one transaction.
 *
 * @param commands to pool partitions, in order
 * @param closed rounds that were decided or aborted
 * @param outcome what became of the input
 * @param dropped requests of the pool that no round will be opened for
 */
public record Step(
    List<AddressedCommand> commands,
    List<ClosedRound> closed,
    ProtocolOutcome outcome,
    List<RoundRequest> dropped) {

  /** Collects a step. */
  static final class Builder {
    private final int partitions;
    private final List<AddressedCommand> commands = new ArrayList<>();
    private final List<ClosedRound> closed = new ArrayList<>();
    private final List<RoundRequest> dropped = new ArrayList<>();
    private ProtocolOutcome outcome = ProtocolOutcome.APPLIED;

    Builder(int partitions) {
      this.partitions = partitions;
    }

    void toAll(PoolCommand command) {
      for (int partition = 0; partition < partitions; partition++) {
        to(partition, command);
      }
    }

    void to(int partition, PoolCommand command) {
      commands.add(new AddressedCommand(partition, command));
    }

    void close(ClosedRound round) {
      closed.add(round);
    }

    void dropped(List<RoundRequest> requests) {
      dropped.addAll(requests);
    }

    /** Unless told otherwise, the input was applied. */
    void outcome(ProtocolOutcome became) {
      outcome = became;
    }

    boolean applied() {
      return outcome == ProtocolOutcome.APPLIED;
    }

    Step build() {
      return new Step(List.copyOf(commands), List.copyOf(closed), outcome, List.copyOf(dropped));
    }
  }
}
