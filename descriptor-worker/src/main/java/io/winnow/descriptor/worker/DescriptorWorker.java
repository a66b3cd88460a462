package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.BatchTransaction.AbortedException;
import io.winnow.descriptor.worker.InFlight.Work;
import io.winnow.descriptor.worker.Outcome.Rejected;
import io.winnow.descriptor.worker.Outcome.Skipped;
import io.winnow.descriptor.worker.OutputRecords.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images and writes a descriptor or a dead letter for each, exactly once.
 *
 * <pre>
 * poll ─► fetch, decode, resample (fetch threads) ─► batch ─► describe ─► one transaction:
 *                                                             descriptors, dead letters, offsets
 * </pre>
 *
 * <p>One thread polls, describes and commits; it keeps polling while fetches are under way, so that
 * slow images cost the worker neither its partitions nor those of others. A transaction is open
 * only while a finished batch is sent, never during a fetch.
 */
final class DescriptorWorker {

  private static final Logger LOG = LoggerFactory.getLogger(DescriptorWorker.class);

  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration BUSY_POLL = Duration.ofMillis(5);
  private static final int MAX_ABORTS_IN_A_ROW = 10;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final String imagesTopic;
  private final Batching batching;
  private final Consumer<byte[], byte[]> consumer;
  private final BatchTransaction transaction;
  private final ExecutorService fetchThreads;
  private final ImagePreparation preparation;
  private final BatchDescriber describer;
  private final OutputRecords outputs;
  private final WorkerMetrics metrics;

  private final InFlight inFlight = new InFlight();
  private volatile boolean stopping;
  private long readySinceNanos;
  private boolean anyReady;
  private int abortsInARow;

  /** The clients and the threads stay the caller's to close. */
  DescriptorWorker(
      String imagesTopic,
      Batching batching,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      ExecutorService fetchThreads,
      ImagePreparation preparation,
      BatchDescriber describer,
      OutputRecords outputs,
      WorkerMetrics metrics) {
    this.imagesTopic = imagesTopic;
    this.batching = batching;
    this.consumer = consumer;
    this.transaction = new BatchTransaction(producer);
    this.fetchThreads = fetchThreads;
    this.preparation = preparation;
    this.describer = describer;
    this.outputs = outputs;
    this.metrics = metrics;
  }

  /**
   * Works until {@link #stop}; then commits what is finished and leaves the rest to the next owner
   * of the partitions. The producer's transactions must be initialised.
   *
   * @throws RuntimeException if it cannot go on; nothing is lost, what was not committed is read
   *     again by whoever comes next
   */
  void run() {
    consumer.subscribe(List.of(imagesTopic), new DropOnRevoke());
    try {
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(pollTimeout())) {
          inFlight.add(new Work(polled, fetchThreads.submit(() -> preparation.prepare(polled))));
        }
        publishIfDue();
        holdBackFullPartitions();
        metrics.inFlight(this, inFlight.size());
      }
      publish(inFlight.ready(batching.size()));
    } finally {
      inFlight.dropAll();
      metrics.inFlight(this, 0);
    }
  }

  /** Lets {@link #run} return soon. Any thread may call it. */
  void stop() {
    stopping = true;
  }

  private Duration pollTimeout() {
    return inFlight.size() == 0 ? IDLE_POLL : BUSY_POLL;
  }

  private void publishIfDue() {
    List<Work> ready = inFlight.ready(batching.size());
    if (ready.isEmpty()) {
      anyReady = false;
      return;
    }
    if (!anyReady) {
      anyReady = true;
      readySinceNanos = System.nanoTime();
    }
    boolean lingered = System.nanoTime() - readySinceNanos >= batching.linger().toNanos();
    if (ready.size() == batching.size() || lingered) {
      publish(ready);
      anyReady = false;
    }
  }

  private void publish(List<Work> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Outcome> outcomes = describer.describe(batch.stream().map(this::outcomeOf).toList());
    List<Output> outgoing = new ArrayList<>(batch.size());
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      ConsumerRecord<byte[], byte[]> source = batch.get(i).record();
      if (!(outcomes.get(i) instanceof Skipped)) {
        outgoing.add(outputs.of(source, outcomes.get(i)));
      }
      offsets.put(
          batch.get(i).partition(),
          new OffsetAndMetadata(source.offset() + 1, source.leaderEpoch(), ""));
    }
    try {
      metrics.timeTransaction(
          () ->
              transaction.commit(
                  outgoing.stream().map(Output::record).toList(),
                  offsets,
                  consumer.groupMetadata()));
    } catch (AbortedException e) {
      metrics.aborted();
      rewind(e);
      return;
    }
    abortsInARow = 0;
    inFlight.settle(batch);
    outgoing.forEach(this::account);
  }

  private Outcome outcomeOf(Work work) {
    try {
      return work.outcome().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException unavailable) {
        throw unavailable; // the registry is down; its message says all
      }
      throw new IllegalStateException(
          "preparing offset %d of %s failed: %s"
              .formatted(work.record().offset(), work.partition(), e.getCause()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing a batch", e);
    }
  }

  // Only after the commit: an aborted batch is read again, and would be counted and logged twice.
  private void account(Output output) {
    if (output.rejection().isEmpty()) {
      metrics.described();
      return;
    }
    Rejected rejected = output.rejection().get();
    metrics.rejected(rejected.kind());
    LOG.warn(
        "{}-{} offset {} went to the dead letters ({}): {}",
        output.source().topic(),
        output.source().partition(),
        output.source().offset(),
        rejected.kind().tag(),
        rejected.reason());
  }

  private void rewind(AbortedException reason) {
    abortsInARow++;
    if (abortsInARow == MAX_ABORTS_IN_A_ROW) {
      throw new IllegalStateException(
          "%d transactions in a row were aborted, the last one: %s"
              .formatted(abortsInARow, reason.getCause().getMessage()),
          reason);
    }
    LOG.warn("Reading again from the last committed offsets: {}", reason.getMessage());
    inFlight.dropAll();
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
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(FIRST_PAUSE_MS << (abortsInARow - 1), LONGEST_PAUSE_MS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two transactions", e);
    }
  }

  private void holdBackFullPartitions() {
    Set<TopicPartition> assigned = consumer.assignment();
    int share = batching.share(assigned.size());
    Set<TopicPartition> full = new HashSet<>();
    for (TopicPartition partition : assigned) {
      if (inFlight.size(partition) >= share) {
        full.add(partition);
      }
    }
    Set<TopicPartition> resumable = new HashSet<>(consumer.paused());
    resumable.removeAll(full);
    consumer.resume(resumable);
    full.removeAll(consumer.paused());
    consumer.pause(full);
  }

  /** No transaction is ever open during a poll, so there is nothing to abort. */
  private final class DropOnRevoke implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      inFlight.drop(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("Reading images of {}", partitions);
    }
  }
}
