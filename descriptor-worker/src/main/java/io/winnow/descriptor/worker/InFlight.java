package io.winnow.descriptor.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records polled but not committed, in order, per partition. Offsets can only be committed in
 * order, so a record waits for those before it in its partition; a slow fetch holds up its own
 * partition and no other. For the polling thread alone.
 */
final class InFlight {

  /** A record and what is becoming of it. */
  record Work(ConsumerRecord<byte[], byte[]> record, Future<Outcome> outcome) {

    TopicPartition partition() {
      return new TopicPartition(record.topic(), record.partition());
    }
  }

  private final Map<TopicPartition, Deque<Work>> queues = new LinkedHashMap<>();

  void add(Work work) {
    queues.computeIfAbsent(work.partition(), partition -> new ArrayDeque<>()).add(work);
  }

  /**
   * The finished records at the heads of the queues, one of each partition in turn. They stay here
   * until {@link #settle}.
   */
  List<Work> ready(int limit) {
    List<Work> ready = new ArrayList<>();
    List<Iterator<Work>> heads = new ArrayList<>();
    queues.values().forEach(queue -> heads.add(queue.iterator()));
    while (!heads.isEmpty() && ready.size() < limit) {
      for (Iterator<Iterator<Work>> turn = heads.iterator();
          turn.hasNext() && ready.size() < limit; ) {
        Iterator<Work> head = turn.next();
        Work next = head.hasNext() ? head.next() : null;
        if (next != null && next.outcome().isDone()) {
          ready.add(next);
        } else {
          turn.remove();
        }
      }
    }
    return ready;
  }

  /** Forgets records that {@link #ready} returned, now that they are committed. */
  void settle(List<Work> committed) {
    for (Work work : committed) {
      Deque<Work> queue = queues.get(work.partition());
      Work head = queue.remove();
      if (head != work) {
        throw new IllegalStateException(
            "committed offset %d of %s before offset %d"
                .formatted(work.record().offset(), work.partition(), head.record().offset()));
      }
    }
    queues.values().removeIf(Deque::isEmpty);
  }

  /** Gives up the records of these partitions. */
  void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Deque<Work> queue = queues.remove(partition);
      if (queue != null) {
        queue.forEach(work -> work.outcome().cancel(true));
      }
    }
  }

  /** Gives up everything. */
  void dropAll() {
    drop(List.copyOf(queues.keySet()));
  }

  int size() {
    return queues.values().stream().mapToInt(Deque::size).sum();
  }

  int size(TopicPartition partition) {
    Deque<Work> queue = queues.get(partition);
    return queue == null ? 0 : queue.size();
  }
}
