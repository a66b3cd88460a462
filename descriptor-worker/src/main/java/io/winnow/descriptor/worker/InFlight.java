package io.winnow.descriptor.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records polled but not committed, in order, per partition. Offsets can only be committed in
 * order, so a record waits for those before it in its partition; a slow fetch holds up its own
 * partition and no other. For the polling thread alone.
 */
final class InFlight {

  /** A record and what is becoming of it. Compared by identity: its parts are. */
  record Work(ConsumerRecord<byte[], byte[]> record, Future<Outcome> outcome) {

    TopicPartition partition() {
      return new TopicPartition(record.topic(), record.partition());
    }
  }

  /** What is in flight of one partition: {@code taken} lies before {@code waiting}. */
  private record Lane(Set<Work> taken, Deque<Work> waiting) {

    int size() {
      return taken.size() + waiting.size();
    }
  }

  private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();

  void add(Work work) {
    lanes
        .computeIfAbsent(
            work.partition(), partition -> new Lane(new HashSet<>(), new ArrayDeque<>()))
        .waiting()
        .add(work);
  }

  /** How many records {@link #take} would give, at most the limit. */
  int ready(int limit) {
    int ready = 0;
    for (Lane lane : lanes.values()) {
      for (Work work : lane.waiting()) {
        if (ready == limit || !work.outcome().isDone()) {
          break;
        }
        ready++;
      }
    }
    return ready;
  }

  /**
   * Takes the prepared records from the heads of the partitions, one of each in turn. They stay in
   * flight until {@link #settle}.
   */
  List<Work> take(int limit) {
    List<Work> batch = new ArrayList<>();
    List<Lane> open = new ArrayList<>(lanes.values());
    while (!open.isEmpty() && batch.size() < limit) {
      for (Iterator<Lane> turn = open.iterator(); turn.hasNext() && batch.size() < limit; ) {
        Lane lane = turn.next();
        Work next = lane.waiting().peek();
        if (next != null && next.outcome().isDone()) {
          batch.add(lane.waiting().remove());
          lane.taken().add(next);
        } else {
          turn.remove();
        }
      }
    }
    return batch;
  }

  /** Whether a record that was taken has not been dropped since. */
  boolean holds(Work taken) {
    Lane lane = lanes.get(taken.partition());
    return lane != null && lane.taken().contains(taken);
  }

  /** Forgets records that were taken, now that they are committed. */
  void settle(Collection<Work> committed) {
    for (Work work : committed) {
      if (!holds(work)) {
        throw new IllegalStateException(
            "committed offset %d of %s, which was not in hand"
                .formatted(work.record().offset(), work.partition()));
      }
      lanes.get(work.partition()).taken().remove(work);
    }
    lanes.values().removeIf(lane -> lane.size() == 0);
  }

  /** Gives up the records of these partitions. */
  void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.remove(partition);
      if (lane != null) {
        lane.waiting().forEach(work -> work.outcome().cancel(true));
      }
    }
  }

  /** Gives up everything. */
  void dropAll() {
    drop(List.copyOf(lanes.keySet()));
  }

  int size() {
    return lanes.values().stream().mapToInt(Lane::size).sum();
  }

  int size(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    return lane == null ? 0 : lane.size();
  }

  /** Records that are being fetched, decoded and resampled, or wait for it. */
  int preparing() {
    return waiting() - prepared();
  }

  /** Records that wait for a batch, or for a record before them. */
  int prepared() {
    return lanes.values().stream()
        .mapToInt(
            lane -> (int) lane.waiting().stream().filter(work -> work.outcome().isDone()).count())
        .sum();
  }

  private int waiting() {
    return lanes.values().stream().mapToInt(lane -> lane.waiting().size()).sum();
  }
}
