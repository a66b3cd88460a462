package io.winnow.descriptor.worker;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Sends a batch and commits the offsets it was made of, as one Kafka transaction (KIP-98). The
 * group's metadata travels with the offsets (KIP-447), so a worker that lost its partitions without
 * noticing cannot commit them.
 */
final class BatchTransaction {

  // Each attempt waits for max.block.ms, a minute unless configured.
  private static final int TIMEOUT_ATTEMPTS = 3;

  private final Producer<byte[], byte[]> producer;

  BatchTransaction(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Commits, or leaves no trace.
   *
   * @param offsets the next offset to read, per partition
   * @throws AbortedException if nothing was committed and the batch may be tried again
   * @throws KafkaException if this producer can do no more, for example because another worker uses
   *     its transactional id
   */
  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    producer.beginTransaction();
    try {
      // Failed sends surface in commitTransaction.
      records.forEach(producer::send);
      patiently(() -> producer.sendOffsetsToTransaction(offsets, group));
      patiently(producer::commitTransaction);
    } catch (ProducerFencedException
        | OutOfOrderSequenceException
        | InvalidPidMappingException
        | AuthorizationException
        | UnsupportedVersionException
        | InterruptException
        | UnansweredException e) {
      throw e;
    } catch (KafkaException e) {
      abort(e);
      throw new AbortedException(e);
    }
  }

  // After a timeout Kafka allows nothing but the same call again: the broker may have acted.
  private static void patiently(Runnable call) {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (TimeoutException e) {
        if (attempt == TIMEOUT_ATTEMPTS) {
          throw new UnansweredException(e);
        }
      }
    }
  }

  private void abort(KafkaException reason) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      e.addSuppressed(reason);
      throw e;
    }
  }

  /** Nothing was committed; the records may be read and tried again. */
  static final class AbortedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AbortedException(KafkaException cause) {
      super("transaction aborted: " + cause.getMessage(), cause);
    }
  }

  /** The broker does not say whether it committed; only a new producer can find out. */
  static final class UnansweredException extends KafkaException {

    private static final long serialVersionUID = 1L;

    UnansweredException(TimeoutException cause) {
      super("transaction unanswered after " + TIMEOUT_ATTEMPTS + " attempts", cause);
    }
  }
}
