package io.winnow.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The environment of a process whose clock is wrong: libfaketime stands before the C library. */
final class WrongClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private WrongClock() {}

  /**
   * Skips the calling test, and says so, where libfaketime is not installed.
   *
   * @param ahead of the right time; negative is behind. What measures durations stays right
   */
  static Map<String, String> by(Duration ahead) throws IOException {
    List<Path> found;
    try (Stream<Path> architectures = Files.list(LIBRARIES)) {
      found =
          architectures
              .map(each -> each.resolve(LIBRARY))
              .filter(Files::isReadable)
              .sorted()
              .toList();
    }
    if (found.isEmpty()) {
      System.err.println("SKIPPED: libfaketime is not installed, so no clock was wrong");
    }
    assumeTrue(!found.isEmpty(), "libfaketime is not installed");
    return Map.of(
        "LD_PRELOAD",
        found.get(0).toString(),
        "FAKETIME",
        "%+d".formatted(ahead.toSeconds()),
        "DONT_FAKE_MONOTONIC",
        "1");
  }
}
