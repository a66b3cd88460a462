package io.winnow.selection.round;

import java.util.List;

/**
 * What a pool partition makes of a command.
 *
 * @param outcome what became of the command
 * @param reports that the command asks for; empty where it asks for none
 */
public record PoolAnswer(ProtocolOutcome outcome, List<PoolReport> reports) {

  /** A command about a round that is not open. */
  static final PoolAnswer CLOSED = new PoolAnswer(ProtocolOutcome.CLOSED, List.of());

  public PoolAnswer {
    reports = List.copyOf(reports);
  }

  static PoolAnswer applied(List<PoolReport> reports) {
    return new PoolAnswer(ProtocolOutcome.APPLIED, reports);
  }
}
