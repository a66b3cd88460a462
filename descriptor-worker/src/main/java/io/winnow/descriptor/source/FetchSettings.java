package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.Objects;

/**
 * How much is fetched at the same time, and how long for.
 *
 * @param concurrency most attempts at the same time, at least 1. One that takes longer than {@link
 *     FetchQueue#SLOW} is no longer counted, up to {@link FetchQueue#SLOW_FACTOR} times as many in
 *     all
 * @param perHost most of them at one host or bucket, at least 1
 * @param maxBytes most bytes of images fetched and not given back, at least 1
 * @param retries how often an image is asked for
 * @param patience how long a host may fail before its waiting images are given up
 * @param longestWait most that a host is waited for at its own request (Retry-After)
 */
public record FetchSettings(
    int concurrency,
    int perHost,
    int maxBytes,
    RetryPolicy retries,
    Duration patience,
    Duration longestWait) {

  public FetchSettings {
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(longestWait, "longestWait");
    if (concurrency < 1 || perHost < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "concurrency, perHost and maxBytes must be at least 1, got %d, %d and %d"
              .formatted(concurrency, perHost, maxBytes));
    }
  }
}
