package io.winnow.descriptor.source;

import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes of images that are fetched and not decoded. First come, first served.
 * Thread-safe.
 */
final class ByteBudget {

  private final int bytes;
  private final Semaphore free;
  private final Runnable onFreed;

  /**
   * @param bytes at least 1; an image larger than that takes all of it
   * @param onFreed runs, on whatever thread, after bytes were given back
   */
  ByteBudget(int bytes, Runnable onFreed) {
    this.bytes = bytes;
    this.free = new Semaphore(bytes, true);
    this.onFreed = onFreed;
  }

  /** Bytes in hand now. */
  int inHand() {
    return bytes - free.availablePermits();
  }

  /** Whether so many more bytes can be had at once, or nothing is in hand. */
  boolean hasRoom(long wanted) {
    return !free.hasQueuedThreads() && (free.availablePermits() >= wanted || inHand() == 0);
  }

  Lease lease() {
    return new Lease();
  }

  /** What one image takes of the budget, until it is closed by whichever thread. */
  final class Lease implements AutoCloseable {

    private int taken;
    private boolean closed;

    private Lease() {}

    /**
     * Takes so many bytes in all, waiting until they are free.
     *
     * @throws InterruptedIOException if the lease was closed meanwhile: nobody wants the image any
     *     more
     */
    void take(int wanted) throws InterruptedIOException {
      int more = Math.min(wanted, bytes) - taken;
      if (more <= 0) {
        return;
      }
      try {
        free.acquire(more);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for memory");
      }
      synchronized (this) {
        if (!closed) {
          taken += more;
          return;
        }
      }
      giveBack(more);
      throw new InterruptedIOException("given up while waiting for memory");
    }

    /** Gives back what turned out not to be needed. */
    synchronized void settle(int needed) {
      if (taken > needed) {
        giveBack(taken - needed);
        taken = needed;
      }
    }

    private void giveBack(int permits) {
      free.release(permits);
      onFreed.run();
    }

    @Override
    public synchronized void close() {
      closed = true;
      settle(0);
    }
  }
}
