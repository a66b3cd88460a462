package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** Says which image is to be asked for next, from what became of those before. Thread-safe. */
final class FetchQueue {

  /** From here on an attempt is slow and leaves its slot to the next. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** So many times the slots may be under way, slow attempts included. */
  static final int SLOW_FACTOR = 4;

  private static final double WEIGHT_OF_LAST_SIZE = 0.1;

  /** An image that is asked for, from {@link #awaitNext} until it answered, failed or ended. */
  record Attempt(HostQueue host, Ticket ticket, FetchSlots.Slot slot) {}

  private final FetchSettings settings;
  private final FetchVerdicts verdicts;
  private final ByteBudget memory;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final HostQueues hosts = new HostQueues(this::newHost);
  private final FetchSlots slots;
  private double usualBytes;
  private boolean closed;

  FetchQueue(FetchSettings settings) {
    this.settings = settings;
    this.verdicts = new FetchVerdicts(settings.retries(), settings.longestWait());
    this.memory = new ByteBudget(settings.maxBytes(), this::wake);
    this.slots = new FetchSlots(settings.concurrency(), SLOW_FACTOR * settings.concurrency(), SLOW);
  }

  private HostQueue newHost(String place) {
    // Nobody is asked for a file: no back-off. But where a file system hangs, others go on.
    int limit = place.isEmpty() ? Math.max(1, settings.concurrency() / 2) : settings.perHost();
    return new HostQueue(place, limit, new HostHealth(settings.patience(), settings.longestWait()));
  }

  /** The memory of the images that are fetched. */
  ByteBudget memory() {
    return memory;
  }

  /**
   * Adds an image.
   *
   * @return why it is given up at once, if it is
   */
  Optional<ImageRejectedException> add(Ticket ticket) {
    lock.lock();
    try {
      HostQueue host = hosts.of(ticket.address().place());
      long now = System.nanoTime();
      if (host.isHopeless(now)) {
        return Optional.of(verdicts.givenUp(ticket, host, now));
      }
      host.add(ticket);
      changed.signal();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an image to ask for; empty once this is closed. */
  Optional<Attempt> awaitNext() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        Optional<Attempt> next = next(now);
        if (next.isPresent()) {
          return next;
        }
        hosts.forgetIdle(now);
        long due = hasSlot(now) ? hosts.dueIn(now) : slots.dueIn(now);
        changed.awaitNanos(Math.min(due, SLOW.toNanos()));
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Each host in turn. */
  private Optional<Attempt> next(long now) {
    if (!hasSlot(now)) {
      return Optional.empty();
    }
    for (HostQueue host : hosts.inTurn()) {
      Optional<Ticket> ticket = host.next(now);
      if (ticket.isPresent()) {
        hosts.hadTurn(host);
        return Optional.of(new Attempt(host, ticket.get(), slots.take(now)));
      }
    }
    return Optional.empty();
  }

  private boolean hasSlot(long now) {
    // What is under way is likely to need as much as others did; not so what is slow: hosts that
    // hang must not keep memory from others.
    return slots.hasFree(now) && memory.hasRoom((long) (usualBytes * (slots.prompt() + 1)));
  }

  /** Notes whose thread makes an attempt, so that {@link #giveUp} can interrupt it. */
  void begun(Attempt attempt) throws InterruptedException {
    lock.lock();
    try {
      if (attempt.ticket().result().isCancelled()) {
        throw new InterruptedException("nobody wants it any more");
      }
      attempt.ticket().thread = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the attempt under way, if there is one: nobody wants the image any more. */
  void giveUp(Ticket ticket) {
    lock.lock();
    try {
      if (ticket.thread != null) {
        ticket.thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The host answered.
   *
   * @param bytes of the image; 0 if that was no image
   */
  void answered(Attempt attempt, int bytes) {
    lock.lock();
    try {
      HostWatch.answered(attempt.host(), System.nanoTime());
      if (bytes > 0) {
        usualBytes += WEIGHT_OF_LAST_SIZE * (bytes - usualBytes);
      }
      ended(attempt);
    } finally {
      lock.unlock();
    }
  }

  /** The attempt is over and says nothing about the host. */
  void ended(Attempt attempt) {
    lock.lock();
    try {
      attempt.ticket().thread = null;
      attempt.host().ended();
      slots.giveBack(attempt.slot());
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The host did not answer as it should. The image is tried again, or it is given up, alone or
   * with all that wait for the host.
   *
   * @return what is given up, and why
   */
  Map<Ticket, ImageRejectedException> failed(Attempt attempt, IOException e) {
    Ticket ticket = attempt.ticket();
    HostQueue host = attempt.host();
    Map<Ticket, ImageRejectedException> refused = new HashMap<>();
    lock.lock();
    try {
      long now = System.nanoTime();
      HostWatch.failed(host, e, now);
      verdicts
          .failed(ticket, e, now)
          .ifPresentOrElse(verdict -> refused.put(ticket, verdict), () -> host.delay(ticket));
      if (host.health().isGivenUp()) {
        for (Ticket waiting : host.drain()) {
          refused.put(waiting, verdicts.givenUp(waiting, host, now));
        }
      }
      return refused;
    } finally {
      ended(attempt);
      lock.unlock();
    }
  }

  int hostsBackedOff() {
    return locked(hosts::backedOff);
  }

  int waiting() {
    return locked(hosts::waiting);
  }

  int running() {
    return locked(slots::taken);
  }

  private int locked(IntSupplier count) {
    lock.lock();
    try {
      return count.getAsInt();
    } finally {
      lock.unlock();
    }
  }

  /** Lets {@link #awaitNext} return; the images that wait. */
  List<Ticket> close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
      return hosts.drain();
    } finally {
      lock.unlock();
    }
  }
}
