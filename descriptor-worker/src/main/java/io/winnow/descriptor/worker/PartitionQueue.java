package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.InFlight.Work;
import io.winnow.descriptor.worker.Preparation.Step;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The records of one partition that are in flight. Those of different images overtake each other
 * while they are fetched, those of the same image never do: whoever reads the descriptors takes the
 * last one for the image's. For the polling thread alone.
 */
final class PartitionQueue {

  private final PartitionProgress progress;
  private final Function<ConsumerRecord<byte[], byte[]>, Work> begin;

  /** Too far behind the first record outstanding to be begun with. */
  private final Deque<ConsumerRecord<byte[], byte[]>> beyondWindow = new ArrayDeque<>();

  /** By key, the records that wait until one before them, which has the same key, is taken. */
  private final Map<ByteBuffer, Deque<ConsumerRecord<byte[], byte[]>>> behind = new HashMap<>();

  private final NavigableMap<Long, Work> preparing = new TreeMap<>();
  private final Set<Work> fetching = new HashSet<>();
  private final Deque<Work> fetched = new ArrayDeque<>();
  private final Set<Work> taken = new HashSet<>();

  /** Records of {@link #behind}, and bytes of these and of those whose image is being fetched. */
  private int behindCount;

  private long waitingBytes;

  PartitionQueue(PartitionProgress progress, Function<ConsumerRecord<byte[], byte[]>, Work> begin) {
    this.progress = progress;
    this.begin = begin;
  }

  /** Adds a record; false if it is done already. */
  boolean add(ConsumerRecord<byte[], byte[]> polled) {
    if (progress.goesBack(polled.offset())) {
      drop();
    }
    if (!progress.read(polled)) {
      return false;
    }
    beyondWindow.add(polled);
    beginWithinWindow();
    return true;
  }

  private void beginWithinWindow() {
    while (!beyondWindow.isEmpty() && progress.isWithinWindow(beyondWindow.element().offset())) {
      ConsumerRecord<byte[], byte[]> next = beyondWindow.remove();
      if (!namesImage(next)) {
        begin(next);
      } else if (behind.putIfAbsent(key(next), new ArrayDeque<>()) == null) {
        begin(next);
      } else {
        behind.get(key(next)).add(next);
        behindCount++;
        waitingBytes += bytes(next);
      }
    }
  }

  /** One without a key becomes a dead letter, whatever came before it. */
  private static boolean namesImage(ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null && record.key().length > 0;
  }

  private void begin(ConsumerRecord<byte[], byte[]> next) {
    Work work = begin.apply(next);
    preparing.put(work.offset(), work);
  }

  private void beginNextOf(ByteBuffer key) {
    Deque<ConsumerRecord<byte[], byte[]>> sameKey = behind.get(key);
    if (sameKey.isEmpty()) {
      behind.remove(key);
      return;
    }
    ConsumerRecord<byte[], byte[]> next = sameKey.remove();
    behindCount--;
    waitingBytes -= bytes(next);
    begin(next);
  }

  private static ByteBuffer key(ConsumerRecord<byte[], byte[]> record) {
    return ByteBuffer.wrap(record.key());
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
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
    waitingBytes += bytes(work.record());
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
    waitingBytes -= bytes(work.record());
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
    if (namesImage(first.record())) {
      beginNextOf(key(first.record()));
    }
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

  /** Gives up everything. */
  void drop() {
    Stream.of(preparing.values(), fetching, fetched)
        .flatMap(Collection::stream)
        .forEach(work -> work.preparation().cancel());
    preparing.clear();
    fetching.clear();
    fetched.clear();
    taken.clear();
    beyondWindow.clear();
    behind.clear();
    behindCount = 0;
    waitingBytes = 0;
  }

  int size() {
    return preparing.size() + taken.size() + waiting() + beyondWindow.size();
  }

  int holding() {
    return preparing.size() + taken.size();
  }

  /** Records whose image is being fetched or waits to be decoded, and those that wait for them. */
  int waiting() {
    return fetching.size() + fetched.size() + behindCount;
  }

  /** Bytes of the records that wait and hold no image; the images are counted elsewhere. */
  long waitingBytes() {
    return waitingBytes;
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
