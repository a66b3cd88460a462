package io.winnow.descriptor.image;

import java.util.concurrent.Semaphore;

/**
 * Bounds the pixels that are decoded at the same time, whatever the pictures: many small ones go
 * side by side, large ones wait for each other. Thread-safe; first come, first served, so a large
 * picture is not overtaken for ever.
 */
public final class PixelBudget {

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
     * Takes pixels, waiting until so many are free. To be called once.
     *
     * @throws IllegalStateException if this lease has taken some already: two leases that each wait
     *     for more would wait for ever
     */
    void take(long wanted) throws InterruptedException {
      if (taken > 0) {
        throw new IllegalStateException("a lease takes pixels once");
      }
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
