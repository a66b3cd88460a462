package io.winnow.descriptor.source;

import java.util.concurrent.CompletableFuture;

/** An image that somebody waits for. Its fields are guarded by the lock of {@link FetchQueue}. */
final class Ticket {

  private final ImageAddress address;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  /** Attempts that failed. */
  int failures;

  /** Not to be tried before; a time of {@link System#nanoTime}. */
  long dueAt;

  /** Since when its host asks to come again later; null if it does not. */
  Long busySince;

  /** Whose thread makes the attempt under way; null if none is, or it has not begun. */
  Thread thread;

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
