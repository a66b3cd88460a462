package io.winnow.descriptor.image;

import java.util.concurrent.Semaphore;

/**
 * Bounds the memory of pictures that are decoded at the same time, whatever the pictures: many
 * small ones go side by side, large ones wait for each other. Counts in pixels of {@value
 * #BYTES_PER_PIXEL} bytes: one of 8-bit RGB takes less, one of 16 bands of floats as much as four.
 * Thread-safe; first come, first served, so a large picture is not overtaken for ever.
 */
public final class PixelBudget {

  /** Bytes that a pixel of the budget stands for. */
  public static final int BYTES_PER_PIXEL = 16;

  private static final int HEAP_SHARE = 2; // that decoding may take: a half

  private final int pixels;
  private final Semaphore free;

  /**
   * @param pixels most pixels in hand, at least 1. A picture larger than that takes all of it and
   *     is decoded alone.
   */
  public PixelBudget(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("pixels must be at least 1, got " + pixels);
    }
    this.pixels = pixels;
    this.free = new Semaphore(pixels, true);
  }

  /** A budget of so many pixels, or of as many as half of this process's heap holds. */
  public static PixelBudget withinHeap(int pixels) {
    return new PixelBudget((int) Math.min(pixels, heapBytes() / BYTES_PER_PIXEL));
  }

  /** Bytes of this process's heap that decoding may take. */
  static long heapBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  }

  /** Pixels in hand now. */
  public int inHand() {
    return pixels - free.availablePermits();
  }

  /** A share of the budget that starts empty. For one thread. */
  public Lease lease() {
    return new Lease();
  }

  /** What one picture takes of the budget, until it is closed. */
  public final class Lease implements AutoCloseable {

    private int taken;

    private Lease() {}

    /**
     * Takes memory, waiting until so much is free. To be called once.
     *
     * @throws IllegalStateException if this lease has taken some already: two leases that each wait
     *     for more would wait for ever
     */
    void take(long bytes) throws InterruptedException {
      if (taken > 0) {
        throw new IllegalStateException("a lease takes pixels once");
      }
      long wanted = (bytes + BYTES_PER_PIXEL - 1) / BYTES_PER_PIXEL;
      int permits = (int) Math.min(wanted, pixels);
      free.acquire(permits);
      taken = permits;
    }

    /** Gives the pixels back. */
    @Override
    public void close() {
      free.release(taken);
      taken = 0;
    }
  }
}
