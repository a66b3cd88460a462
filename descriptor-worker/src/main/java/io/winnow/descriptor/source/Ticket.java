package io.winnow.descriptor.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** An image that somebody waits for. Its fields are guarded by the fetcher's lock. */
final class Ticket {

  private final ImageAddress address;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  /** Attempts that failed. */
  int failures;

  /** Not to be tried before; a time of {@link System#nanoTime}. */
  long dueAt;

  /** Since when its host asks to come again later; null if it does not. */
  Long busySince;

  /** The attempt under way, or the last one. */
  Future<?> attempt;

  Ticket(ImageAddress address, long now) {
    this.address = address;
    this.dueAt = now;
  }

  ImageAddress address() {
    return address;
  }

  CompletableFuture<Fetched> result() {
    return result;
  }
}
