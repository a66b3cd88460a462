package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.BatchTransaction.AbortedException;
import io.winnow.descriptor.worker.InFlight.Work;
import io.winnow.descriptor.worker.Outcome.Rejected;
import io.winnow.descriptor.worker.Outcome.Skipped;
import io.winnow.descriptor.worker.OutputRecords.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what became of records, with their offsets, in one transaction, and accounts for it. */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final BatchTransaction transaction;
  private final OutputRecords outputs;
  private final WorkerMetrics metrics;

  Committer(Producer<byte[], byte[]> producer, OutputRecords outputs, WorkerMetrics metrics) {
    this.transaction = new BatchTransaction(producer);
    this.outputs = outputs;
    this.metrics = metrics;
  }

  /**
   * Commits records and their outcomes, in the order given.
   *
   * @param offsets what is to be read next of each partition, and what is done behind it
   * @param group the consumer's, of now
   * @throws AbortedException if nothing was committed and the records may be read again
   * @throws RuntimeException as {@link BatchTransaction#commit}
   */
  void commit(
      List<Work> works,
      List<Outcome> outcomes,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    List<Output> outgoing = new ArrayList<>(works.size());
    for (int i = 0; i < works.size(); i++) {
      var source = works.get(i).record();
      if (!(outcomes.get(i) instanceof Skipped)) {
        outgoing.add(outputs.of(source, outcomes.get(i)));
      }
    }
    metrics.timeTransaction(
        () -> transaction.commit(outgoing.stream().map(Output::record).toList(), offsets, group));
    outgoing.forEach(this::account);
  }

  // Only after the commit: an aborted batch is read again, and would be counted and logged twice.
  private void account(Output output) {
    if (output.rejection().isEmpty()) {
      metrics.described();
      return;
    }
    Rejected rejected = output.rejection().get();
    metrics.rejected(rejected);
    LOG.warn(
        "{}-{} offset {} went to the dead letters ({}): {}",
        output.source().topic(),
        output.source().partition(),
        output.source().offset(),
        rejected.kind().tag(),
        rejected.reason());
  }
}
