package io.winnow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CPU time of the parts of this process by the names of their threads, from /proc. */
final class ThreadTimes {

  private static final Path TASKS = Path.of("/proc/self/task");

  /** The unit is USER_HZ, 1/100 s on every architecture Linux has a JDK for. */
  private static final double MS_PER_TICK = 10;

  /** Counted from behind the name: user and system time. */
  private static final int[] TIMES = {11, 12};

  /**
   * How names begin that belong to a part, the longer before the shorter. ONNX Runtime's threads
   * have the name of the thread that opened the session.
   */
  private static final List<Part> PARTS =
      List.of(
          new Part("winnow-worker-d", "describe"),
          new Part("winnow-worker-f", "fetch and decode"),
          new Part("winnow-worker", "poll and commit"),
          new Part("C1 Compiler", "JIT"),
          new Part("C2 Compiler", "JIT"),
          new Part("GC Thread", "GC"),
          new Part("G1 ", "GC"),
          new Part("", "rest"));

  private record Part(String prefix, String name) {}

  private record Thread(String name, double ms) {}

  private final Map<String, Double> sums = new HashMap<>();
  private Map<Path, Thread> start = Map.of();

  /** Begins to count. */
  void start() throws IOException {
    start = threads();
  }

  /** Adds what has been used since {@link #start}, less that of threads which have ended. */
  void stop() throws IOException {
    threads()
        .forEach(
            (task, thread) -> {
              Thread before = start.getOrDefault(task, new Thread(thread.name(), 0));
              sums.merge(part(thread.name()), thread.ms() - before.ms(), Double::sum);
            });
  }

  /** Milliseconds by part, divided by a number of images. */
  String perImage(double images) {
    return PARTS.stream()
        .map(Part::name)
        .distinct()
        .map(part -> "%s %.2f".formatted(part, sums.getOrDefault(part, 0.0) / images))
        .collect(Collectors.joining(", "));
  }

  private static String part(String thread) {
    return PARTS.stream()
        .filter(part -> thread.startsWith(part.prefix()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static Map<Path, Thread> threads() throws IOException {
    Map<Path, Thread> threads = new HashMap<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        try {
          threads.put(task, thread(Files.readString(task.resolve("stat"))));
        } catch (IOException e) {
          if (Files.exists(task)) {
            throw e;
          }
          // It ended meanwhile.
        }
      }
    }
    return threads;
  }

  private static Thread thread(String stat) {
    int end = stat.lastIndexOf(')');
    String[] columns = stat.substring(end + 2).split(" ");
    double ticks = 0;
    for (int column : TIMES) {
      ticks += Double.parseDouble(columns[column]);
    }
    return new Thread(stat.substring(stat.indexOf('(') + 1, end), ticks * MS_PER_TICK);
  }
}
