package io.winnow.descriptor.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records polled but not committed, per partition. They are taken in the order of their offsets,
 * except that none waits for one whose image is being fetched: that one is taken when it is there.
 * For the polling thread alone.
 */
final class InFlight {

  /** Begins to prepare records. */
  @FunctionalInterface
  interface Preparer {
    /**
     * @param onFetching runs, on whatever thread, when the record begins or ends to wait for its
     *     image
     */
    void begin(ConsumerRecord<byte[], byte[]> record, Preparation preparation, Runnable onFetching);
  }

  /** A record and what is becoming of it. Compared by identity: its parts are. */
  record Work(ConsumerRecord<byte[], byte[]> record, Preparation preparation) {

    TopicPartition partition() {
      return new TopicPartition(record.topic(), record.partition());
    }

    long offset() {
      return record.offset();
    }

    Future<Outcome> outcome() {
      return preparation.outcome();
    }

    boolean isDone() {
      return preparation.outcome().isDone();
    }
  }

  private final Preparer preparer;
  private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();
  private final Queue<Work> moved = new ConcurrentLinkedQueue<>();

  InFlight(Preparer preparer) {
    this.preparer = preparer;
  }

  /**
   * Begins with a partition.
   *
   * @param committed of it; null if nothing is
   */
  void assign(TopicPartition partition, OffsetAndMetadata committed) {
    queues.put(partition, new PartitionQueue(new PartitionProgress(committed), this::begin));
  }

  private Work begin(ConsumerRecord<byte[], byte[]> polled) {
    Work work = new Work(polled, new Preparation());
    preparer.begin(polled, work.preparation(), () -> moved.add(work));
    return work;
  }

  /**
   * Adds a record that was polled.
   *
   * @return false if it is done already and nothing is to be done
   */
  boolean add(ConsumerRecord<byte[], byte[]> polled) {
    TopicPartition partition = new TopicPartition(polled.topic(), polled.partition());
    return queues.get(partition).add(polled);
  }

  /**
   * Sorts records whose image is or is no longer being fetched, and lets fetched images be decoded.
   *
   * @param room how many more records may hold an image in memory
   */
  void advance(int room) {
    for (Work work = moved.poll(); work != null; work = moved.poll()) {
      PartitionQueue queue = queues.get(work.partition());
      if (queue != null) {
        queue.sort(work);
      }
    }
    int left = room;
    List<PartitionQueue> open = new ArrayList<>(queues.values());
    while (!open.isEmpty() && left > 0) {
      for (Iterator<PartitionQueue> turn = open.iterator(); turn.hasNext() && left > 0; ) {
        if (turn.next().decodeNext()) {
          left--;
        } else {
          turn.remove();
        }
      }
    }
  }

  /** How many records {@link #take} would give, at most the limit. */
  int ready(int limit) {
    int ready = 0;
    for (PartitionQueue queue : queues.values()) {
      ready += queue.ready(limit - ready);
    }
    return ready;
  }

  /**
   * Takes prepared records, one of each partition in turn. They stay in flight until {@link
   * #settle}.
   */
  List<Work> take(int limit) {
    List<Work> batch = new ArrayList<>();
    List<PartitionQueue> open = new ArrayList<>(queues.values());
    while (!open.isEmpty() && batch.size() < limit) {
      for (Iterator<PartitionQueue> turn = open.iterator();
          turn.hasNext() && batch.size() < limit; ) {
        turn.next().take().ifPresentOrElse(batch::add, turn::remove);
      }
    }
    return batch;
  }

  /** Whether a record that was taken has not been dropped since. */
  boolean holds(Work taken) {
    PartitionQueue queue = queues.get(taken.partition());
    return queue != null && queue.holds(taken);
  }

  /** What to commit together with records that were taken. */
  Map<TopicPartition, OffsetAndMetadata> offsetsAfter(Collection<Work> works) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    byPartition(works)
        .forEach(
            (partition, done) -> offsets.put(partition, queues.get(partition).offsetAfter(done)));
    return offsets;
  }

  /** Forgets records that were taken, now that they are committed. */
  void settle(Collection<Work> committed) {
    for (Work work : committed) {
      if (!holds(work)) {
        throw new IllegalStateException(
            "committed offset %d of %s, which was not in hand"
                .formatted(work.offset(), work.partition()));
      }
    }
    byPartition(committed).forEach((partition, done) -> queues.get(partition).settle(done));
  }

  private static Map<TopicPartition, Set<Work>> byPartition(Collection<Work> works) {
    Map<TopicPartition, Set<Work>> sorted = new HashMap<>();
    for (Work work : works) {
      sorted.computeIfAbsent(work.partition(), partition -> new HashSet<>()).add(work);
    }
    return sorted;
  }

  /** Gives up the records of these partitions. */
  void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionQueue queue = queues.remove(partition);
      if (queue != null) {
        queue.drop();
      }
    }
  }

  /** Gives up everything. */
  void dropAll() {
    drop(List.copyOf(queues.keySet()));
  }

  /** The records of a partition; null if it is not assigned. */
  PartitionQueue queue(TopicPartition partition) {
    return queues.get(partition);
  }

  int size() {
    return sum(PartitionQueue::size);
  }

  /** Records that hold an image in memory, or may at once. */
  int holding() {
    return sum(PartitionQueue::holding);
  }

  /** Records whose image is being fetched or waits to be decoded, and those that wait for them. */
  int waiting() {
    return sum(PartitionQueue::waiting);
  }

  /** Records that are being read, decoded and resampled, or wait for it. */
  int preparing() {
    return sum(PartitionQueue::preparing) - prepared();
  }

  /** Records that wait for a batch, or for a record before them. */
  int prepared() {
    return sum(PartitionQueue::prepared);
  }

  private int sum(ToIntFunction<PartitionQueue> count) {
    return queues.values().stream().mapToInt(count).sum();
  }
}
