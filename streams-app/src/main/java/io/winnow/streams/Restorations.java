package io.winnow.streams;

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

  long records() {
    return records.sum();
  }

  @Override
  public void onRestoreStart(
      TopicPartition changelog, String store, long startingOffset, long endingOffset) {
    if (endingOffset > startingOffset) {
      LOG.info("restores {} from offsets {} to {}", changelog, startingOffset, endingOffset);
    }
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEndOffset, long numRestored) {
    records.add(numRestored);
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
    if (totalRestored > 0) {
      LOG.info("restored {}: {} records", changelog, totalRestored);
    }
  }
}
