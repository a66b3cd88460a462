package io.winnow.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Says on standard error what is being done, with the seconds since the start. */
final class Steps {
  private static final double NANOS = 1e9;

  private final PrintWriter err;
  private final long start = System.nanoTime();

  Steps(PrintWriter err) {
    this.err = err;
  }

  void say(String step) {
    err.println(String.format(Locale.ROOT, "[%6.1f s] %s", seconds(), step));
    err.flush();
  }

  /** Seconds since the start. */
  double seconds() {
    return (System.nanoTime() - start) / NANOS;
  }

  PrintWriter writer() {
    return err;
  }
}
