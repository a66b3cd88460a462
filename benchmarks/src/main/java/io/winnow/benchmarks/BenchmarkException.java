package io.winnow.benchmarks;

/** A benchmark cannot give a figure; the message says why in one line. */
final class BenchmarkException extends RuntimeException {

  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
