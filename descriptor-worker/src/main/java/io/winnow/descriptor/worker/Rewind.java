package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.BatchTransaction.AbortedException;
import io.winnow.schemas.serde.InnermostCause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes back to the committed offsets after an aborted transaction, ever more slowly. */
final class Rewind {

  private static final Logger LOG = LoggerFactory.getLogger(Rewind.class);

  private static final int MAX_ABORTS_IN_A_ROW = 10;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Consumer<byte[], byte[]> consumer;
  private int abortsInARow;

  Rewind(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Hears that a transaction went through. */
  void committed() {
    abortsInARow = 0;
  }

  /**
   * Lets the consumer read again from the last committed offsets of its partitions.
   *
   * @return these offsets, null for a partition without one
   * @throws WorkerFailedException after too many aborts in a row
   */
  Map<TopicPartition, OffsetAndMetadata> after(AbortedException reason) {
    abortsInARow++;
    if (abortsInARow == MAX_ABORTS_IN_A_ROW) {
      throw new WorkerFailedException(
          "%d transactions in a row were aborted, the last one: %s"
              .formatted(abortsInARow, InnermostCause.words(reason.getCause())),
          reason);
    }
    LOG.warn("Reading again from the last committed offsets: {}", reason.getMessage());
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
    pause();
    return committed;
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(FIRST_PAUSE_MS << (abortsInARow - 1), LONGEST_PAUSE_MS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two transactions", e);
    }
  }
}
