package io.winnow.integration.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends the process when a decoder does not come back from an input, after it wrote the input to a
 * file: a thread that hangs in a decoder cannot be stopped otherwise.
 */
final class Watchdog implements AutoCloseable {

  /** A thousand times what the slowest decoder takes, so that a busy machine is no hang. */
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private static final long LOOK_MS = 1_000;

  private final String decoder;
  private final Path finds;
  private final AtomicReference<Started> current = new AtomicReference<>();
  private final Thread thread = new Thread(this::watch, "fuzz-watchdog");

  private static final class Started {
    final long number;
    final byte[] input;
    final long at = System.nanoTime();

    Started(long number, byte[] input) {
      this.number = number;
      this.input = input;
    }
  }

  Watchdog(String decoder, Path finds) {
    this.decoder = decoder;
    this.finds = finds;
    thread.setDaemon(true);
    thread.start();
  }

  void starts(long number, byte[] input) {
    current.set(new Started(number, input));
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_MS);
        Started started = current.get();
        if (started != null && System.nanoTime() - started.at > LIMIT_NANOS) {
          Path file = finds.resolve(decoder.replace(' ', '-') + "-" + started.number + "-hang");
          Files.write(file, started.input);
          System.err.println(decoder + " hangs at input " + started.number + ", see " + file);
          Runtime.getRuntime().halt(3);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException e) {
      System.err.println(decoder + " hangs, and its input cannot be written: " + e);
      Runtime.getRuntime().halt(3);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
