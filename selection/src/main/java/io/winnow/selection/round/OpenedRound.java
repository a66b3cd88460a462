package io.winnow.selection.round;

import io.winnow.selection.round.PoolCommand.RoundOpened;
import java.util.Arrays;

/**
 * How far an open round has come: which phase it is in and how many report chunks each partition
 * still owes.
 */
final class OpenedRound {

  /** Of {@link #owed}: the partition has not said yet how many chunks it sends. */
  private static final int UNKNOWN = -1;

  enum Phase {
    RANKING,
    DESCRIBING
  }

  private final RoundOpened opened;
  private Phase phase;
  private int[] owed;

  /** How many of the best candidates have been asked for, over all pages. */
  private int depth;

  /** Number of the page that is awaited, from 0. */
  private int page;

  OpenedRound(RoundOpened opened, Phase phase, int[] owed, int depth, int page) {
    this.opened = opened;
    this.phase = phase;
    this.owed = owed;
    this.depth = depth;
    this.page = page;
  }

  /** Returns a round to which every partition owes a ranking. */
  static OpenedRound ranking(RoundOpened opened, int partitions) {
    int[] owed = new int[partitions];
    Arrays.fill(owed, UNKNOWN);
    return new OpenedRound(opened, Phase.RANKING, owed, 0, 0);
  }

  /**
   * Awaits the next page of descriptors, from the partitions whose slice of it is not empty.
   *
   * @param newDepth how many of the best candidates are asked for with it
   */
  void awaitDescriptors(int[] sliceSizes, int newDepth) {
    page = phase == Phase.RANKING ? 0 : page + 1;
    phase = Phase.DESCRIBING;
    depth = newDepth;
    owed = Arrays.stream(sliceSizes).map(size -> size == 0 ? 0 : UNKNOWN).toArray();
  }

  /**
   * Notes that a chunk came.
   *
   * @return whether it was the last that was owed
   * @throws IllegalStateException if it was not owed
   */
  boolean received(PoolReport.Chunked report) {
    int partition = report.partition();
    int remaining = owed[partition] == UNKNOWN ? report.chunks() : owed[partition];
    if (report.round() != opened.round() || remaining == 0) {
      throw new IllegalStateException(
          "unexpected report of partition "
              + partition
              + " for round "
              + report.round()
              + " of pool "
              + report.pool()
              + " while round "
              + opened.round()
              + " is open");
    }
    owed[partition] = remaining - 1;
    return Arrays.stream(owed).allMatch(chunks -> chunks == 0);
  }

  RoundOpened opened() {
    return opened;
  }

  int depth() {
    return depth;
  }

  int page() {
    return page;
  }

  Phase phase() {
    return phase;
  }

  int[] owed() {
    return owed.clone();
  }
}
