package io.winnow.selection.round;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Decides rounds of the past again: the partitions and the coordinator are those of the live
 * application, only the records between them go by memory instead of topics.
 *
 * <p>When a round opened is a recorded decision, so it is given, not found again.
 */
public final class RoundReplay {

  private final List<PoolPartition> partitions;
  private final OrderedStore rounds;
  private final OrderedStore reports;

  /**
   * @param partitions all of the pool, in the order of their numbers
   * @param rounds store of what is remembered of the pool's rounds
   * @param reports store of the reports to the open round and of what earlier ones selected
   */
  public RoundReplay(List<PoolPartition> partitions, OrderedStore rounds, OrderedStore reports) {
    this.partitions = List.copyOf(partitions);
    this.rounds = rounds;
    this.reports = reports;
  }

  /**
   * Opens the round at all partitions and decides it. The round stays open there until they obey a
   * {@link PoolCommand.RoundSettled}.
   *
   * @param previousDigest of the manifest before, or null
   * @param softwareVersion of the manifest
   * @throws IllegalStateException if a partition has another round open
   */
  public Decided decide(RoundOpened opened, String previousDigest, String softwareVersion) {
    RoundCoordinator coordinator =
        new RoundCoordinator(partitions.size(), rounds, reports, softwareVersion);
    coordinator.reopen(opened, previousDigest);
    Deque<PoolReport> owed = new ArrayDeque<>();
    for (PoolPartition partition : partitions) {
      owed.addAll(partition.onCommand(opened));
    }
    while (true) {
      Step step = coordinator.onReport(owed.remove(), opened.openedAt());
      if (!step.closed().isEmpty()) {
        return new Decided(step.closed().get(0), step.commands());
      }
      for (AddressedCommand addressed : step.commands()) {
        owed.addAll(partitions.get(addressed.partition()).onCommand(addressed.command()));
      }
    }
  }

  /**
   * A round decided again.
   *
   * @param round its outcome
   * @param settlement what the partitions are told of it
   */
  public record Decided(ClosedRound round, List<AddressedCommand> settlement) {}
}
