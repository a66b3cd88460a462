package io.winnow.descriptor.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The images of one host that wait to be fetched: first come, first served, those that are tried
 * again first. Not thread-safe.
 */
final class HostQueue {

  private final String place;
  private final int limit;
  private final HostHealth health;
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private final PriorityQueue<Ticket> delayed =
      new PriorityQueue<>(Comparator.comparingLong(ticket -> ticket.dueAt));
  private int running;

  /**
   * @param limit most attempts at the same time
   */
  HostQueue(String place, int limit, HostHealth health) {
    this.place = place;
    this.limit = limit;
    this.health = health;
  }

  String place() {
    return place;
  }

  HostHealth health() {
    return health;
  }

  void add(Ticket ticket) {
    waiting.add(ticket);
  }

  /** Puts back an image whose attempt failed, until its time has come. */
  void delay(Ticket ticket) {
    delayed.add(ticket);
  }

  /** Takes the image that may be tried now; the caller counts the attempt until {@link #ended}. */
  Optional<Ticket> next(long now) {
    while (!delayed.isEmpty() && delayed.peek().dueAt - now <= 0) {
      waiting.addFirst(delayed.remove());
    }
    while (!waiting.isEmpty() && waiting.peek().result().isDone()) {
      waiting.remove(); // given up by who asked for it
    }
    if (waiting.isEmpty() || running >= limit || !health.mayStart(now, running)) {
      return Optional.empty();
    }
    running++;
    return Optional.of(waiting.remove());
  }

  void ended() {
    running--;
  }

  /** Nanoseconds until an image may be tried because time has passed. */
  long dueIn(long now) {
    if (running >= limit || size() == 0 || (health.isBackedOff() && running > 0)) {
      return Long.MAX_VALUE; // the end of an attempt comes first
    }
    long ticket = waiting.isEmpty() ? delayed.peek().dueAt - now : 0;
    long host = health.isBackedOff() ? health.resumeAt() - now : 0;
    return Math.max(0, Math.max(ticket, host));
  }

  /** Whether an image that comes now has no hope: it would not even be tried. */
  boolean isHopeless(long now) {
    return health.isGivenUp() && !health.mayStart(now, running);
  }

  /** Images that wait. */
  int size() {
    return waiting.size() + delayed.size();
  }

  boolean isIdle() {
    return size() == 0 && running == 0;
  }

  /** Takes all that wait. */
  List<Ticket> drain() {
    List<Ticket> all = new ArrayList<>(waiting);
    all.addAll(delayed);
    waiting.clear();
    delayed.clear();
    return all;
  }
}
