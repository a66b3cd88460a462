package io.winnow.integration.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Feeds a decoder. Input number n of a decoder depends on the seed, the decoder's name and n only,
 * so that any one of them can be made again.
 */
final class Fuzzer {

  /** No input is larger than a megabyte; what is taken for one beyond this grows by a claim. */
  static final long MEMORY_LIMIT = 128L << 20;

  private static final int DIFFERENT_FINDS = 10;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final Path finds;
  private final ThreadMXBean memory =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /**
   * @param finds directory for inputs that a decoder could not stand
   */
  Fuzzer(long seed, Path finds) {
    this.seed = seed;
    this.finds = finds;
  }

  /**
   * What became of a decoder's inputs.
   *
   * @param accepted decoded to something
   * @param rejected by an exception that the decoder documents
   * @param largest most bytes allocated for one input
   * @param finds one line for each different thing that must not happen
   */
  record Outcome(
      String decoder,
      long inputs,
      long accepted,
      long rejected,
      double seconds,
      long largest,
      List<String> finds) {}

  Outcome run(Decoder decoder, long inputs) throws IOException {
    long accepted = 0;
    long rejected = 0;
    long largest = 0;
    List<String> found = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    long start = System.nanoTime();
    try (Watchdog watchdog = new Watchdog(decoder.name(), finds)) {
      for (long number = 0; number < inputs; number++) {
        byte[] input = decoder.corpus().input(random(decoder, number));
        watchdog.starts(number, input);
        long before = memory.getCurrentThreadAllocatedBytes();
        Throwable failure = failureOf(decoder, input);
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        largest = Math.max(largest, allocated);
        String find = null;
        if (failure == null) {
          accepted++;
        } else if (decoder.documents(failure)) {
          rejected++;
        } else {
          find = failure + " at " + origin(failure);
        }
        if (find == null && allocated > MEMORY_LIMIT) {
          find = "more than " + (MEMORY_LIMIT >> 20) + " MiB allocated";
        }
        if (find != null && found.size() < DIFFERENT_FINDS && kinds.add(kind(failure))) {
          found.add("input %d: %s".formatted(number, find));
          Files.write(finds.resolve(decoder.name().replace(' ', '-') + "-" + number), input);
        }
      }
    }
    return new Outcome(
        decoder.name(),
        inputs,
        accepted,
        rejected,
        (System.nanoTime() - start) / 1e9,
        largest,
        List.copyOf(found));
  }

  private SplittableRandom random(Decoder decoder, long number) {
    return new SplittableRandom(seed + decoder.name().hashCode() * 31L + GOLDEN * number);
  }

  /** Errors too: running out of memory or stack is what a decoder must not do. */
  private static Throwable failureOf(Decoder decoder, byte[] input) {
    try {
      decoder.target().decode(input);
      return null;
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError | AssertionError e) {
      return e;
    }
  }

  private static String origin(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "unknown" : trace[0].toString();
  }

  private static String kind(Throwable failure) {
    return failure == null ? "memory" : failure.getClass() + origin(failure);
  }
}
