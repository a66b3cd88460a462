package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.InFlight.Work;
import io.winnow.descriptor.worker.Preparation.Step;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The records of one partition that are in flight. For the polling thread alone. */
final class PartitionQueue {

  private final PartitionProgress progress;
  private final Function<ConsumerRecord<byte[], byte[]>, Work> begin;

  /** Too far behind the first record outstanding to be begun with. */
  private final Deque<ConsumerRecord<byte[], byte[]>> beyondWindow = new ArrayDeque<>();

  private final NavigableMap<Long, Work> preparing = new TreeMap<>();
  private final Set<Work> fetching = new HashSet<>();
  private final Deque<Work> fetched = new ArrayDeque<>();
  private final Set<Work> taken = new HashSet<>();
  private long fetchingBytes;

  PartitionQueue(
      PartitionProgress progress, Function<ConsumerRecord<byte[], byte[]>, Work> begin) {
    this.progress = progress;
    this.begin = begin;
  }

  /** Adds a record; false if it is done already. */
  boolean add(ConsumerRecord<byte[], byte[]> polled) {
    if (!progress.read(polled)) {
      return false;
    }
    beyondWindow.add(polled);
    beginWithinWindow();
    return true;
  }

  private void beginWithinWindow() {
    while (!beyondWindow.isEmpty()
        && progress.isWithinWindow(beyondWindow.element().offset())) {
      Work work = begin.apply(beyondWindow.remove());
      preparing.put(work.offset(), work);
    }
  }

  /** Notes that a record began or ended to wait for its image. */
  void sort(Work work) {
    if (preparing.get(work.offset()) == work) {
      leavePreparing(work);
    } else if (fetching.contains(work)) {
      leaveFetching(work);
    }
  }

  private void leavePreparing(Work work) {
    Step step = work.preparation().step();
    if (work.isDone() || (step != Step.FETCHING && step != Step.FETCHED)) {
      return;
    }
    preparing.remove(work.offset());
    fetching.add(work);
    fetchingBytes += bytes(work);
    leaveFetching(work);
  }

  private void leaveFetching(Work work) {
    if (work.isDone()) {
      preparing.put(work.offset(), work);
    } else if (work.preparation().step() == Step.FETCHED) {
      fetched.add(work);
    } else {
      return;
    }
    fetching.remove(work);
    fetchingBytes -= bytes(work);
  }

  private static long bytes(Work work) {
    return work.record().value().length;
  }

  /** Lets one image be decoded, if one is there. */
  boolean decodeNext() {
    Work next = fetched.poll();
    if (next == null) {
      return false;
    }
    preparing.put(next.offset(), next);
    next.preparation().decode();
    return true;
  }

  /** How many records may be taken, at most the limit. */
  int ready(int limit) {
    int ready = 0;
    for (Work work : preparing.values()) {
      if (ready == limit || !work.isDone()) {
        break;
      }
      ready++;
    }
    return ready;
  }

  /** Takes the first record that is prepared, if none is being prepared before it. */
  Optional<Work> take() {
    if (preparing.isEmpty() || !preparing.firstEntry().getValue().isDone()) {
      return Optional.empty();
    }
    Work first = preparing.pollFirstEntry().getValue();
    taken.add(first);
    return Optional.of(first);
  }

  boolean holds(Work work) {
    return taken.contains(work);
  }

  /** What to commit when these are done. */
  OffsetAndMetadata offsetAfter(Set<Work> done) {
    return progress.after(offsets(done));
  }

  /** Forgets records, now that they are committed. */
  void settle(Set<Work> done) {
    progress.done(offsets(done));
    taken.removeAll(done);
    beginWithinWindow();
  }

  private static Set<Long> offsets(Set<Work> works) {
    return works.stream().map(Work::offset).collect(Collectors.toSet());
  }

  void cancel() {
    Stream.of(preparing.values(), fetching, fetched)
        .flatMap(Collection::stream)
        .forEach(work -> work.preparation().cancel());
  }

  int size() {
    return preparing.size() + taken.size() + fetching() + beyondWindow.size();
  }

  int holding() {
    return preparing.size() + taken.size();
  }

  int fetching() {
    return fetching.size() + fetched.size();
  }

  /** Bytes of the records whose image is being fetched; the images are counted elsewhere. */
  long fetchingBytes() {
    return fetchingBytes;
  }

  int preparing() {
    return preparing.size();
  }

  int prepared() {
    return (int) preparing.values().stream().filter(Work::isDone).count();
  }

  /** Whether records wait for the first one outstanding. */
  boolean isAtWindow() {
    return !beyondWindow.isEmpty();
  }
}
