package io.winnow.descriptor.source;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Bounds the bytes of images that are fetched and not decoded. Thread-safe. */
final class ByteBudget {

  /** There is no room for an image now. That says nothing about its host. */
  static final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int bytes;

    private NoRoomException(int bytes) {
      super("no memory for " + bytes + " bytes (fetch.max.bytes)");
      this.bytes = bytes;
    }

    /** What the image needs in all. */
    int bytes() {
      return bytes;
    }
  }

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

  /** Whether nobody waits and so many more bytes can be had at once, or nothing is in hand. */
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
     * Refuses an image at once for which there would be no room.
     *
     * @param needed bytes in all
     * @throws NoRoomException if so much cannot be had now
     */
    synchronized void expect(int needed) throws NoRoomException {
      if (Math.min(needed, bytes) - taken > free.availablePermits()) {
        throw new NoRoomException(needed);
      }
    }

    /**
     * Takes so many bytes in all. Never waits: a connection is open.
     *
     * @param needed what the image may need in all, for the exception
     * @throws NoRoomException if they are not free, or nobody wants the image any more
     */
    synchronized void take(int wanted, int needed) throws NoRoomException {
      int more = Math.min(wanted, bytes) - taken;
      if (more <= 0) {
        return;
      }
      if (closed || !free.tryAcquire(more)) {
        throw new NoRoomException(needed);
      }
      taken += more;
    }

    /**
     * Gives back what was taken and waits for so much, first come, first served. No connection may
     * be open meanwhile: it can take as long as the encoder takes for what is in hand.
     */
    void await(int needed) throws InterruptedException {
      settle(0);
      int wanted = Math.min(needed, bytes);
      free.acquire(wanted);
      synchronized (this) {
        taken = wanted;
      }
    }

    /** Gives back what turned out not to be needed. */
    void settle(int needed) {
      synchronized (this) {
        if (taken <= needed) {
          return;
        }
        free.release(taken - needed);
        taken = needed;
      }
      onFreed.run();
    }

    @Override
    public void close() {
      synchronized (this) {
        closed = true;
      }
      settle(0);
    }
  }
}
