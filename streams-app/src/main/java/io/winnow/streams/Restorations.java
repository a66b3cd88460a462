package io.winnow.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs what is read of changelogs before tasks can go on. What standbys read meanwhile
 * holds nobody up and does not count.
 */
final class Restorations implements StateRestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(Restorations.class);

  private final LongAdder records = new LongAdder();

  /** How many records of which changelogs are still to be read. */
  private final Map<TopicPartition, Long> unread = new ConcurrentHashMap<>();

  long records() {
    return records.sum();
  }

  /** Returns what is being restored, in words; empty if nothing is. */
  String unfinished() {
    long left = unread.values().stream().mapToLong(Long::longValue).sum();
    return unread.isEmpty()
        ? ""
        : String.format("%d changelogs to be read, %d records of them left", unread.size(), left);
  }

  @Override
  public void onRestoreStart(
      TopicPartition changelog, String store, long startingOffset, long endingOffset) {
    if (endingOffset > startingOffset) {
      unread.put(changelog, endingOffset - startingOffset);
      LOG.info("restores {} from offsets {} to {}", changelog, startingOffset, endingOffset);
    }
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEndOffset, long numRestored) {
    records.add(numRestored);
    unread.computeIfPresent(changelog, (key, left) -> Math.max(0, left - numRestored));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
    unread.remove(changelog);
    if (totalRestored > 0) {
      LOG.info("restored {}: {} records", changelog, totalRestored);
    }
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
    unread.remove(changelog);
  }
}
