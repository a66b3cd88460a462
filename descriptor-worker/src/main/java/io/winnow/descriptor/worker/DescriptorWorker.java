package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.BatchTransaction.AbortedException;
import io.winnow.descriptor.worker.InFlight.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images and writes a descriptor or a dead letter for each, exactly once.
 *
 * <pre>
 * poll ─► read ─► fetch ─► decode, resample ─► batch ─► describe ─► one transaction:
 *                (threads)    (threads)                (threads)   descriptors, dead letters,
 *                                                                  offsets, what is done behind them
 * </pre>
 *
 * <p>One thread polls, batches and commits; fetching, decoding and describing have threads of their
 * own, so all stages work at the same time, and slow images or a slow backbone cost the worker
 * neither its partitions nor those of others. A record whose image is being fetched is overtaken by
 * those behind it: {@link PartitionProgress}. Each stage is bounded: {@link ReadAhead} records that
 * wait for their images, {@link Batching#maxInFlight} that hold one up to the encoder, few batches
 * at it, {@link Batching#maxDescribed} images behind it. A transaction is open only while described
 * batches are sent, never during a poll, so that a rebalance always finds none.
 */
final class DescriptorWorker {

  private static final Logger LOG = LoggerFactory.getLogger(DescriptorWorker.class);

  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration BUSY_POLL = Duration.ofMillis(5);

  private final String imagesTopic;
  private final Batching batching;
  private final ReadAhead readAhead;
  private final Consumer<byte[], byte[]> consumer;
  private final BatchDescriber describer;
  private final Committer committer;
  private final WorkerMetrics metrics;

  private final Rewind rewind;
  private final InFlight inFlight;
  private final Lasting ready = new Lasting();
  private final Lasting described = new Lasting();
  private volatile boolean stopping;

  /** The clients and the threads of the preparation stay the caller's to close. */
  DescriptorWorker(
      String imagesTopic,
      Batching batching,
      ReadAhead readAhead,
      Consumer<byte[], byte[]> consumer,
      ImagePreparation preparation,
      BatchDescriber describer,
      Committer committer,
      WorkerMetrics metrics) {
    this.imagesTopic = imagesTopic;
    this.batching = batching;
    this.readAhead = readAhead;
    this.consumer = consumer;
    this.describer = describer;
    this.committer = committer;
    this.metrics = metrics;
    this.rewind = new Rewind(consumer);
    this.inFlight = new InFlight(preparation::begin);
  }

  /**
   * Works until {@link #stop}; then describes and commits what is prepared, up to a batch, and
   * leaves the rest to the next owner of the partitions. The producer's transactions must be
   * initialised. On return no thread uses the encoder any more.
   *
   * @throws RuntimeException if it cannot go on; nothing is lost, what was not committed is read
   *     again by whoever comes next
   */
  void run() {
    consumer.subscribe(List.of(imagesTopic), new FollowAssignment());
    try (DescribingStage describing = new DescribingStage(describer)) {
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(pollTimeout())) {
          if (!inFlight.add(polled)) {
            metrics.doneBefore();
          }
        }
        inFlight.advance(batching.maxInFlight() - inFlight.holding() + describing.described());
        describeIfDue(describing);
        commitIfDue(describing);
        holdBackFullPartitions(describing);
        metrics.inFlight(
            this,
            new WorkerMetrics.Depths(
                inFlight.waiting(), inFlight.preparing(), inFlight.prepared(), describing.size()));
      }
      finish(describing);
    } finally {
      inFlight.dropAll();
      metrics.ended(this);
    }
  }

  /** Lets {@link #run} return soon. Any thread may call it. */
  void stop() {
    stopping = true;
  }

  private Duration pollTimeout() {
    return inFlight.size() == 0 ? IDLE_POLL : BUSY_POLL;
  }

  /**
   * Full batches go to the encoder while there is room, so that the next one is at hand when one is
   * described; one that is not full only when the encoder has nothing else to do.
   */
  private void describeIfDue(DescribingStage describing) {
    int prepared = inFlight.ready(batching.size());
    while (prepared == batching.size() && describing.hasRoom()) {
      submit(describing);
      prepared = inFlight.ready(batching.size());
    }
    ready.note(prepared > 0);
    if (ready.atLeast(batching.linger()) && describing.isIdle()) {
      submit(describing);
    }
  }

  private void submit(DescribingStage describing) {
    List<Work> batch = inFlight.take(batching.size());
    metrics.batch(batch.size(), batching.size());
    describing.submit(batch);
    ready.note(false);
  }

  /**
   * Described images wait for those behind them to share a transaction: for a while, until they are
   * many, or until there is nobody left to wait for. What is still being fetched is not waited for:
   * its host may be dead.
   */
  private void commitIfDue(DescribingStage describing) {
    int images = describing.described();
    described.note(images > 0);
    if (described.atLeast(batching.commitInterval())
        || images >= batching.maxDescribed()
        || (images > 0 && images >= inFlight.holding())) {
      commit(describing, describing.removeDescribed());
      described.note(false);
    }
  }

  private void finish(DescribingStage describing) {
    drain(describing);
    if (inFlight.ready(1) > 0) {
      submit(describing);
      drain(describing);
    }
  }

  private void drain(DescribingStage describing) {
    while (!describing.isEmpty()) {
      describing.awaitFirst();
      commit(describing, describing.removeDescribed());
    }
  }

  /**
   * Commits described batches together, less the records of partitions that were taken away
   * meanwhile. What is described during a transaction goes into the next one, so that however long
   * one takes, the worker keeps up.
   */
  private void commit(DescribingStage describing, List<DescribingStage.Described> batches) {
    List<Work> works = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (DescribingStage.Described batch : batches) {
      for (int i = 0; i < batch.works().size(); i++) {
        if (inFlight.holds(batch.works().get(i))) {
          works.add(batch.works().get(i));
          outcomes.add(batch.outcomes().get(i));
        }
      }
    }
    if (works.isEmpty()) {
      return;
    }
    try {
      committer.commit(works, outcomes, inFlight.offsetsAfter(works), consumer.groupMetadata());
    } catch (AbortedException e) {
      metrics.aborted();
      describing.dropAll();
      inFlight.dropAll();
      begin(consumer.assignment(), rewind.after(e));
      return;
    }
    rewind.committed();
    inFlight.settle(works);
  }

  private void begin(
      Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
    partitions.forEach(partition -> inFlight.assign(partition, committed.get(partition)));
  }

  /** Described images hold back nothing: the encoder would run dry while they wait. */
  private void holdBackFullPartitions(DescribingStage describing) {
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, Integer> done = describing.describedByPartition();
    int share = batching.share(assigned.size());
    Set<TopicPartition> full = new HashSet<>();
    for (TopicPartition partition : assigned) {
      PartitionQueue queue = inFlight.queue(partition);
      int holding = queue.holding() - done.getOrDefault(partition, 0);
      if (holding >= share || readAhead.isUsedUp(queue, assigned.size())) {
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
  private final class FollowAssignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      inFlight.drop(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("Reading images of {}", partitions);
      Set<TopicPartition> added = new HashSet<>(partitions);
      begin(added, consumer.committed(added));
    }
  }
}
