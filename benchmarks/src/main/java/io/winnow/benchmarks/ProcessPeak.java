package io.winnow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The peak of this process's resident memory, from /proc. */
final class ProcessPeak {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ProcessPeak() {}

  /** Collects garbage and lets the peak begin anew. */
  static void forget() throws IOException {
    System.gc();
    Files.writeString(CLEAR, "5");
  }

  static double mib() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]) / 1024)
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("no VmHWM in " + STATUS));
  }
}
