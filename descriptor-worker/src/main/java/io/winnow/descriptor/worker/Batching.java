package io.winnow.descriptor.worker;

import java.time.Duration;
import java.util.Objects;

/**
 * When a batch is full enough, and when enough is described for a transaction.
 *
 * @param size most images described together, at least 1
 * @param linger how long a finished image waits for company
 * @param commitInterval how long a described image waits for those behind it to share its
 *     transaction
 * @param maxInFlight most images polled but not described, at least 1; shared by the assigned
 *     partitions, so that one slow partition cannot use it up. A poll may overshoot it once.
 */
record Batching(int size, Duration linger, Duration commitInterval, int maxInFlight) {

  Batching {
    Objects.requireNonNull(linger, "linger");
    Objects.requireNonNull(commitInterval, "commitInterval");
    if (size < 1 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "size and maxInFlight must be at least 1, got " + size + " and " + maxInFlight);
    }
  }

  /**
   * Most records of one poll: with small batches more than one of them, for a poll is followed by a
   * transaction, and what is read during one must keep the encoder busy.
   */
  int pollRecords() {
    return Math.max(size, Math.min(DescribingStage.IMAGES, maxInFlight));
  }

  /** So many described images wait no longer for their transaction. */
  int maxDescribed() {
    return Math.max(1, maxInFlight / 2);
  }

  /** Share of one of so many partitions. */
  int share(int partitions) {
    return Math.max(1, maxInFlight / Math.max(1, partitions));
  }
}
