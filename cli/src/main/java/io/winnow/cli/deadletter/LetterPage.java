package io.winnow.cli.deadletter;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The newest dead letters of which the first few are skipped, in memory for no more than both.
 *
 * @param <T> what is kept of each
 */
final class LetterPage<T> {

  /**
   * One entry.
   *
   * @param writtenAt milliseconds since the epoch
   */
  record Entry<T>(long writtenAt, LetterId id, T kept) {}

  private static final Comparator<Entry<?>> OLDEST_FIRST =
      Comparator.<Entry<?>>comparingLong(Entry::writtenAt)
          .thenComparing(entry -> entry.id().partition())
          .thenComparing(entry -> entry.id().offset());

  private final int skip;
  private final int limit;
  private final PriorityQueue<Entry<T>> newest = new PriorityQueue<>(OLDEST_FIRST);
  private long count;

  LetterPage(int skip, int limit) {
    this.skip = skip;
    this.limit = limit;
  }

  void add(Entry<T> entry) {
    count++;
    newest.add(entry);
    if (newest.size() > (long) skip + limit) {
      newest.poll();
    }
  }

  /** How many were added. */
  long count() {
    return count;
  }

  /** Those of this page, the newest first. */
  List<T> entries() {
    return newest.stream().sorted(OLDEST_FIRST.reversed()).skip(skip).map(Entry::kept).toList();
  }
}
