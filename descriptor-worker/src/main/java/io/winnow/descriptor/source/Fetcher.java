package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Fetches images by their addresses, many at a time and few of each host. A host that fails is
 * backed off: its images wait without a slot while those of other hosts are fetched, and one
 * attempt at a time finds out whether it is back. Thread-safe; nobody who asks waits.
 */
public final class Fetcher implements AutoCloseable {

  /** From here on an attempt is slow and leaves its slot to the next. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** So many times the slots may be under way, slow attempts included. */
  static final int SLOW_FACTOR = 4;

  private static final double WEIGHT_OF_LAST_SIZE = 0.1;

  private final ImageSource source;
  private final FetchSettings settings;
  private final FetchVerdicts verdicts;
  private final FetchListener listener;
  private final ByteBudget memory;
  private final ExecutorService attempts;
  private final Thread dispatcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final HostQueues hosts = new HostQueues(this::newHost);
  private final FetchSlots slots;
  private double usualBytes;
  private boolean closed;

  /**
   * Opens the sources and starts the threads.
   *
   * @throws IllegalArgumentException if the file root is no directory, or S3 is to be used without
   *     credentials or a region
   */
  public Fetcher(SourceSettings sources, FetchSettings settings, FetchListener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.source = new ImageSource(sources);
    this.verdicts = new FetchVerdicts(settings.retries(), settings.longestWait());
    this.memory = new ByteBudget(settings.maxBytes(), this::wake);
    this.slots =
        new FetchSlots(settings.concurrency(), SLOW_FACTOR * settings.concurrency(), SLOW);
    AtomicInteger number = new AtomicInteger();
    this.attempts =
        Executors.newCachedThreadPool(
            task -> daemon(task, "winnow-worker-fetch-" + number.incrementAndGet()));
    this.dispatcher = daemon(this::dispatch, "winnow-worker-fetch-dispatcher");
    dispatcher.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Fetches an image. Cancelling the result gives it up.
   *
   * @return completed with 1 to {@link SourceSettings#maxBytes()} bytes, to be closed; or by an
   *     {@link ImageRejectedException} if the address is none, is not allowed, or the image is too
   *     large, absent, or unreachable
   */
  public CompletableFuture<Fetched> fetch(String uri) {
    Ticket ticket;
    try {
      ImageAddress address = ImageAddress.parse(uri);
      source.check(address);
      ticket = new Ticket(address, System.nanoTime());
    } catch (ImageRejectedException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Fetched> unused =
        ticket.result().whenComplete((fetched, failure) -> abandonIfCancelled(ticket));
    Optional<ImageRejectedException> refused = enqueue(ticket);
    refused.ifPresent(ticket.result()::completeExceptionally);
    return ticket.result();
  }

  private Optional<ImageRejectedException> enqueue(Ticket ticket) {
    lock.lock();
    try {
      if (closed) {
        ticket.result().cancel(false);
        return Optional.empty();
      }
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

  private HostQueue newHost(String place) {
    // Nobody is asked for a file: no limit, no back-off.
    int limit = place.isEmpty() ? settings.concurrency() : settings.perHost();
    return new HostQueue(
        place, limit, new HostHealth(settings.patience(), settings.longestWait()));
  }

  private void abandonIfCancelled(Ticket ticket) {
    if (ticket.result().isCancelled()) {
      lock.lock();
      try {
        if (ticket.attempt != null) {
          ticket.attempt.cancel(true);
        }
      } finally {
        lock.unlock();
      }
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

  private void dispatch() {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        startWhatIsDue(now);
        hosts.forgetIdle(now);
        long next = hasSlot(now) ? hosts.dueIn(now) : slots.dueIn(now);
        changed.awaitNanos(Math.min(next, SLOW.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that but a JVM that ends
    } finally {
      lock.unlock();
    }
  }

  /** One attempt for each host in turn, until there is nothing to start or no slot. */
  private void startWhatIsDue(long now) {
    boolean started = true;
    while (started) {
      started = false;
      for (HostQueue host : hosts.inTurn()) {
        if (!hasSlot(now)) {
          return;
        }
        Optional<Ticket> next = host.next(now);
        if (next.isPresent()) {
          start(host, next.get(), now);
          hosts.hadTurn(host);
          started = true;
        }
      }
    }
  }

  private boolean hasSlot(long now) {
    // What is under way is likely to need as much as others did.
    return slots.hasFree(now) && memory.hasRoom((long) (usualBytes * (slots.taken() + 1)));
  }

  private void start(HostQueue host, Ticket ticket, long now) {
    FetchSlots.Slot slot = slots.take(now);
    ticket.attempt = attempts.submit(() -> attempt(host, ticket, slot));
  }

  private void attempt(HostQueue host, Ticket ticket, FetchSlots.Slot slot) {
    ByteBudget.Lease lease = memory.lease();
    try {
      byte[] encoded = source.read(ticket.address(), lease);
      lease.settle(encoded.length);
      answered(host, slot, encoded.length);
      if (ticket.result().complete(new Fetched(encoded, lease))) {
        return; // the lease is the caller's now
      }
    } catch (ImageRejectedException e) {
      answered(host, slot, 0);
      ticket.result().completeExceptionally(e);
    } catch (IOException e) {
      failed(host, ticket, slot, e);
    } catch (InterruptedException e) {
      ended(host, slot);
      ticket.result().cancel(false);
    } catch (RuntimeException | Error e) {
      ended(host, slot);
      ticket.result().completeExceptionally(e);
    }
    lease.close();
  }

  private void answered(HostQueue host, FetchSlots.Slot slot, int bytes) {
    lock.lock();
    try {
      HostWatch.answered(host, System.nanoTime());
      usualBytes += WEIGHT_OF_LAST_SIZE * (bytes - usualBytes);
      ended(host, slot);
    } finally {
      lock.unlock();
    }
  }

  private void ended(HostQueue host, FetchSlots.Slot slot) {
    lock.lock();
    try {
      host.ended();
      slots.giveBack(slot);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void failed(HostQueue host, Ticket ticket, FetchSlots.Slot slot, IOException e) {
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
      ended(host, slot);
    } finally {
      lock.unlock();
    }
    listener.failed(FetchFailure.of(e), !refused.containsKey(ticket));
    refused.forEach((waiting, verdict) -> waiting.result().completeExceptionally(verdict));
  }

  /** Hosts that are not asked, but tried now and then. */
  public int hostsBackedOff() {
    return locked(hosts::backedOff);
  }

  /** Images that wait for their turn, their host or their next attempt. */
  public int waiting() {
    return locked(hosts::waiting);
  }

  /** Attempts under way. */
  public int running() {
    return locked(slots::taken);
  }

  /** Bytes of images that are fetched, or whose content is on its way, and not given back. */
  public int bytesInHand() {
    return memory.inHand();
  }

  private int locked(IntSupplier count) {
    lock.lock();
    try {
      return count.getAsInt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads and closes the connections; what is wanted yet is never completed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    attempts.shutdownNow();
    source.close();
  }
}
