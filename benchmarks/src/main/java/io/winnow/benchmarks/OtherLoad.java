package io.winnow.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How busy other processes keep the machine, from /proc/stat: figures taken on a machine that
 * others use must say so. Child processes (the schema registry, forks) count as others.
 */
final class OtherLoad {

  private static final Path STAT = Path.of("/proc/stat");

  /** The unit of /proc/stat, USER_HZ, is 1/100 s on every architecture Linux has a JDK for. */
  private static final double TICKS_PER_SECOND = 100;

  /** Columns of the cpu line: user, nice, system, idle, iowait, irq, softirq. */
  private static final int[] BUSY_COLUMNS = {1, 2, 3, 6, 7};

  private final long startNanos = System.nanoTime();
  private final double busyAtStart = busySeconds();
  private final double ownAtStart = ownSeconds();

  /** Processors kept busy by others since construction, on average; -1 where unknown. */
  double cores() {
    double busy = busySeconds();
    if (busy < 0) {
      return -1;
    }
    double others = (busy - busyAtStart) - (ownSeconds() - ownAtStart);
    return Math.max(0, others) / ((System.nanoTime() - startNanos) / 1e9);
  }

  private static double ownSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static double busySeconds() {
    if (!Files.isReadable(STAT)) {
      return -1;
    }
    try {
      String[] columns = Files.readString(STAT).lines().findFirst().orElseThrow().split("\\s+");
      double ticks = 0;
      for (int column : BUSY_COLUMNS) {
        ticks += Double.parseDouble(columns[column]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new BenchmarkException("cannot read " + STAT, e);
    }
  }
}
