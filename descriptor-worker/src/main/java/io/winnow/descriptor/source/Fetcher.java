package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.source.FetchQueue.Attempt;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches images by their addresses, many at a time and few of each host. A host that fails is
 * backed off: its images wait without a slot while those of other hosts are fetched, and one
 * attempt at a time finds out whether it is back. Thread-safe; nobody who asks waits.
 */
public final class Fetcher implements AutoCloseable {

  private final ImageSource source;
  private final FetchListener listener;
  private final FetchQueue queue;
  private final ExecutorService attempts;
  private volatile Throwable ended;

  /**
   * Opens the sources and starts the threads.
   *
   * @throws IllegalArgumentException if the file root is no directory, or S3 is to be used without
   *     credentials or a region
   */
  public Fetcher(SourceSettings sources, FetchSettings settings, FetchListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.source = new ImageSource(sources);
    this.queue = new FetchQueue(settings);
    AtomicInteger number = new AtomicInteger();
    this.attempts =
        Executors.newCachedThreadPool(
            task -> daemon(task, "winnow-worker-fetch-" + number.incrementAndGet()));
    daemon(this::dispatch, "winnow-worker-fetch-dispatcher").start();
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
   *     large, absent, or unreachable; or by an {@link IllegalStateException} if this has ended
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
    CompletableFuture<Fetched> result = ticket.result();
    CompletableFuture<Fetched> unused =
        result.whenComplete(
            (fetched, failure) -> {
              if (result.isCancelled()) {
                queue.giveUp(ticket);
              }
            });
    queue.add(ticket).ifPresent(result::completeExceptionally);
    if (ended != null) {
      result.completeExceptionally(ended);
    }
    return result;
  }

  private void dispatch() {
    Throwable end = new IllegalStateException("the fetcher is closed");
    try {
      for (Optional<Attempt> next = queue.awaitNext(); next.isPresent(); next = queue.awaitNext()) {
        Attempt attempt = next.get();
        attempts.execute(() -> attempt(attempt));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that but a JVM that ends
    } catch (RuntimeException | Error e) {
      // Images that nobody would fetch any more must not be waited for.
      end = new IllegalStateException("images cannot be fetched any more: " + e, e);
    }
    ended = end;
    for (Ticket waiting : queue.close()) {
      waiting.result().completeExceptionally(end);
    }
  }

  private void attempt(Attempt attempt) {
    CompletableFuture<Fetched> result = attempt.ticket().result();
    ByteBudget.Lease lease = queue.memory().lease();
    try {
      queue.begun(attempt);
      byte[] encoded = read(attempt.ticket().address(), lease);
      lease.settle(encoded.length);
      queue.answered(attempt, encoded.length);
      if (result.complete(new Fetched(encoded, lease))) {
        return; // the lease is the caller's now
      }
    } catch (ImageRejectedException e) {
      queue.answered(attempt, 0);
      result.completeExceptionally(e);
    } catch (IOException e) {
      failed(attempt, e);
    } catch (InterruptedException e) {
      queue.ended(attempt);
      result.cancel(false);
    } catch (RuntimeException e) {
      // A library that stumbles over an address: that is the record's fault, not the worker's end.
      queue.ended(attempt);
      result.completeExceptionally(
          Rejections.unreachable(attempt.ticket().address(), "cannot be fetched: " + e, e));
    } catch (Error e) {
      queue.ended(attempt);
      result.completeExceptionally(e);
    }
    lease.close();
  }

  /** Where there is no room for an image, it is asked for again when there is. */
  private byte[] read(ImageAddress address, ByteBudget.Lease lease)
      throws ImageRejectedException, IOException, InterruptedException {
    while (true) {
      try {
        return source.read(address, lease);
      } catch (ByteBudget.NoRoomException e) {
        lease.await(e.bytes());
      }
    }
  }

  private void failed(Attempt attempt, IOException e) {
    if (attempt.ticket().result().isCancelled()) {
      queue.ended(attempt); // the interruption may look like a failure
      return;
    }
    Map<Ticket, ImageRejectedException> refused = queue.failed(attempt, e);
    listener.failed(FetchFailure.of(e), !refused.containsKey(attempt.ticket()));
    refused.forEach((waiting, verdict) -> waiting.result().completeExceptionally(verdict));
  }

  /** Hosts that are not asked, but tried now and then. */
  public int hostsBackedOff() {
    return queue.hostsBackedOff();
  }

  /** Images that wait for their turn, their host or their next attempt. */
  public int waiting() {
    return queue.waiting();
  }

  /** Attempts under way. */
  public int running() {
    return queue.running();
  }

  /** Bytes of images that are fetched, or on their way, and not given back. */
  public int bytesInHand() {
    return queue.memory().inHand();
  }

  /** Ends the threads and closes the connections; what is wanted yet fails. */
  @Override
  public void close() {
    queue.close().forEach(waiting -> waiting.result().cancel(false));
    attempts.shutdownNow();
    source.close();
  }
}
