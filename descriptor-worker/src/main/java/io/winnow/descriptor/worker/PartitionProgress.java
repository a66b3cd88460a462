package io.winnow.descriptor.worker;

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which records of a partition are done. The offset that is committed is that of the first record
 * outstanding; its metadata say which of those behind it are done, so that a record that waits for
 * its host holds up no other, and whoever reads on describes none twice. Not thread-safe.
 */
final class PartitionProgress {

  /**
   * Most offsets from the first record outstanding to one that may be started: so many bits fit
   * into the 4,096 bytes of metadata that a broker takes by default (offset.metadata.max.bytes).
   */
  static final int WINDOW = 20_000;

  private final NavigableMap<Long, Optional<Integer>> outstanding = new TreeMap<>();

  /** Those of them that a committed offset told of and that have not been read yet. */
  private final TreeSet<Long> unread = new TreeSet<>();

  /** Every record below is outstanding or done; -1 before anything is known. */
  private long position = -1;

  /** What is read next is here or behind it; -1 before anything is known. */
  private long next = -1;

  /** Behind the last record that is done. */
  private long doneEnd = -1;

  private Optional<Integer> lastEpoch = Optional.empty();

  /**
   * What a committed offset tells.
   *
   * @param committed of the partition; null if there is none
   */
  PartitionProgress(OffsetAndMetadata committed) {
    if (committed == null) {
      return;
    }
    lastEpoch = committed.leaderEpoch();
    BitSet done = DoneOffsets.parse(committed.metadata());
    next = committed.offset();
    position = next + done.length();
    doneEnd = position;
    for (int bit = done.nextClearBit(0); bit < done.length(); bit = done.nextClearBit(bit + 1)) {
      unread.add(committed.offset() + bit);
      outstanding.put(committed.offset() + bit, lastEpoch);
    }
  }

  /** Whether a record lies before what was read or committed, so that all is to be done again. */
  boolean goesBack(long offset) {
    return offset < next;
  }

  /**
   * Notes a record that was read. One that {@link #goesBack}, as after a group's offset was set
   * back or the topic was created anew, lets all be done again.
   *
   * @return whether it is outstanding; false if it is done already
   */
  boolean read(ConsumerRecord<?, ?> record) {
    long offset = record.offset();
    if (position < 0 || goesBack(offset)) {
      startAnew(offset);
    }
    next = offset + 1;
    // Records come in the order of their offsets: what was passed over exists no more.
    while (!unread.isEmpty() && unread.first() < offset) {
      outstanding.remove(unread.pollFirst());
    }
    if (offset < position) {
      return unread.remove(offset);
    }
    lastEpoch = record.leaderEpoch();
    outstanding.put(offset, lastEpoch);
    position = offset + 1;
    return true;
  }

  private void startAnew(long offset) {
    outstanding.clear();
    unread.clear();
    position = offset;
    doneEnd = offset;
  }

  private long first() {
    return outstanding.isEmpty() ? position : outstanding.firstKey();
  }

  /** Whether a record is near enough to the first one outstanding to be started. */
  boolean isWithinWindow(long offset) {
    return offset - first() < WINDOW;
  }

  /** Notes that records are done. */
  void done(Set<Long> offsets) {
    for (long offset : offsets) {
      outstanding.remove(offset);
      doneEnd = Math.max(doneEnd, offset + 1);
    }
  }

  /** What to commit when these records are done, too; changes nothing here. */
  OffsetAndMetadata after(Set<Long> offsets) {
    NavigableMap<Long, Optional<Integer>> left = new TreeMap<>(outstanding);
    left.keySet().removeAll(offsets);
    if (left.isEmpty()) {
      return new OffsetAndMetadata(position, lastEpoch, "");
    }
    long first = left.firstKey();
    long end = doneEnd;
    for (long offset : offsets) {
      end = Math.max(end, offset + 1);
    }
    return new OffsetAndMetadata(first, left.get(first), doneFrom(first, end, left));
  }

  private static String doneFrom(
      long first, long end, NavigableMap<Long, Optional<Integer>> outstanding) {
    if (end <= first) {
      return "";
    }
    BitSet done = new BitSet();
    done.set(0, (int) (end - first));
    outstanding.headMap(end).keySet().forEach(offset -> done.clear((int) (offset - first)));
    return DoneOffsets.format(done);
  }
}
