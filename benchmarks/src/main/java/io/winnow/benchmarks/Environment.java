package io.winnow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where figures were taken.
 *
 * @param measuredAt end of the run, UTC, to the second
 * @param commit revision of the sources, "-dirty" if they differed from it; "unknown" outside git
 * @param cpu model of the processor
 * @param cores processors the JVM may use
 * @param memoryMib largest heap, MiB
 * @param system operating system
 * @param java virtual machine
 * @param otherCores processors that other processes kept busy meanwhile, on average; negative where
 *     the system does not tell
 */
record Environment(
    String measuredAt,
    String commit,
    String cpu,
    int cores,
    long memoryMib,
    String system,
    String java,
    double otherCores) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Environment of(double otherCores) {
    Runtime runtime = Runtime.getRuntime();
    return new Environment(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        System.getProperty("winnow.benchmarks.commit", "unknown"),
        cpuModel(),
        runtime.availableProcessors(),
        runtime.maxMemory() >> 20,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        otherCores);
  }

  private static String cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new BenchmarkException("cannot read " + CPU_INFO, e);
    }
  }
}
