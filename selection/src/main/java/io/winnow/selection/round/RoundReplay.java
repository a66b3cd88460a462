package io.winnow.selection.round;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

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
   * @throws RefusedException if a partition has another round open, or is past this one
   */
  public Decided decide(RoundOpened opened, String previousDigest, String softwareVersion) {
    RoundCoordinator coordinator =
        new RoundCoordinator(
            partitions.size(), rounds, reports, softwareVersion, RoundCoordinator.ANSWER_INTERVAL);
    coordinator.reopen(opened, previousDigest);
    Deque<PoolReport> owed = new ArrayDeque<>();
    for (PoolPartition partition : partitions) {
      owed.addAll(partition.onCommand(opened).reports());
    }
    while (!owed.isEmpty()) {
      Step step = coordinator.onReport(owed.remove(), opened.openedAt());
      if (!step.closed().isEmpty()) {
        return new Decided(step.closed().get(0), step.commands());
      }
      for (AddressedCommand addressed : step.commands()) {
        owed.addAll(partitions.get(addressed.partition()).onCommand(addressed.command()).reports());
      }
    }
    throw new RefusedException("partitions are past round " + opened.round());
  }

  /**
   * Opens a round that was aborted at the partitions that had opened it by then. It stays open
   * there until they obey a {@link PoolCommand.RoundSettled}.
   *
   * @param answered numbers of those partitions
   * @param previousDigest of the manifest before, or null
   * @param softwareVersion of the manifest
   */
  public Decided abort(
      RoundOpened opened,
      Set<Integer> answered,
      RoundAbort because,
      String previousDigest,
      String softwareVersion) {
    List<PoolReport.RankReport> rankings = new ArrayList<>();
    for (int partition : answered) {
      for (PoolReport report : partitions.get(partition).onCommand(opened).reports()) {
        rankings.add((PoolReport.RankReport) report);
      }
    }
    ClosedRound closed =
        new RoundDecider(softwareVersion).abort(opened, rankings, because, previousDigest);
    List<AddressedCommand> settlement = new ArrayList<>();
    for (int partition = 0; partition < partitions.size(); partition++) {
      settlement.add(
          new AddressedCommand(
              partition,
              new RoundSettled(opened.pool(), opened.round(), opened.round(), List.of())));
    }
    return new Decided(closed, settlement);
  }

  /**
   * A round decided again.
   *
   * @param round its outcome
   * @param settlement what the partitions are told of it
   */
  public record Decided(ClosedRound round, List<AddressedCommand> settlement) {}
}
