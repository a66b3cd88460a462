package io.winnow.benchmarks;

/** A benchmark cannot give a figure; the message says why in one line. */
public final class BenchmarkException extends RuntimeException {

  public BenchmarkException(String message) {
    super(message);
  }

  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
