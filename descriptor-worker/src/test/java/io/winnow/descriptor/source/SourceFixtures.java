package io.winnow.descriptor.source;

import io.winnow.schemas.ImageReceived;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings and records of the tests of this package. */
final class SourceFixtures {

  static final int MAX_BYTES = 1000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private SourceFixtures() {}

  static SourceSettings settings(Optional<Path> root, String... hosts) {
    return settings(root, Duration.ofSeconds(20), hosts);
  }

  static SourceSettings settings(Optional<Path> root, Duration httpTotal, String... hosts) {
    return settings(root, httpTotal, S3Settings.NONE, hosts);
  }

  static SourceSettings settings(Duration total, S3Settings s3) {
    return settings(Optional.empty(), total, s3);
  }

  private static SourceSettings settings(
      Optional<Path> root, Duration httpTotal, S3Settings s3, String... hosts) {
    return new SourceSettings(
        root,
        new AllowedHosts(List.of(hosts)),
        new InternalNetworks(List.of()),
        s3,
        new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), httpTotal),
        MAX_BYTES);
  }

  /** Three attempts, a millisecond after each other. */
  static FetchSettings fetching() {
    return new FetchSettings(
        8, 4, 1_000_000, new RetryPolicy(3, Duration.ofMillis(1)), MINUTE, MINUTE);
  }

  static ImageReceived at(String uri) {
    return new ImageReceived("pool", uri, null, null, null, Map.of());
  }

  static ImageReceived inline(byte[] bytes) {
    return new ImageReceived("pool", null, ByteBuffer.wrap(bytes), null, null, Map.of());
  }
}
