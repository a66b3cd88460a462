package io.winnow.descriptor.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that prepare images, beside those that fetch.
 *
 * @param reading few, which read records: an image must not wait for the decoding of others before
 *     it is fetched
 * @param decoding as many as may decode and resample at the same time
 */
record PreparationThreads(ExecutorService reading, ExecutorService decoding)
    implements AutoCloseable {

  /** One more than needed: one record's schema may have to be asked for. */
  private static final int READERS = 2;

  /** Opens daemon threads. */
  static PreparationThreads of(int decoders) {
    return new PreparationThreads(threads(READERS, "read"), threads(decoders, "decode"));
  }

  private static ExecutorService threads(int count, String task) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread =
              new Thread(work, "winnow-worker-" + task + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Ends them; the loops must have ended. */
  @Override
  public void close() {
    reading.shutdownNow();
    decoding.shutdownNow();
  }
}
