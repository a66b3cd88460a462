package io.winnow.descriptor.source;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link Fetcher} may read.
 *
 * @param fileRoot directory below which files may be read; empty: no file at all
 * @param httpHosts web hosts that may be asked
 * @param internalNetworks addresses of the inside at which these hosts may be
 * @param s3 buckets that may be read
 * @param httpLimits time limits of a download, by HTTP or from S3
 * @param maxBytes most encoded bytes of an image, at least 1, however it comes
 */
public record SourceSettings(
    Optional<Path> fileRoot,
    AllowedHosts httpHosts,
    InternalNetworks internalNetworks,
    S3Settings s3,
    HttpLimits httpLimits,
    int maxBytes) {

  public SourceSettings {
    Objects.requireNonNull(fileRoot, "fileRoot");
    Objects.requireNonNull(httpHosts, "httpHosts");
    Objects.requireNonNull(internalNetworks, "internalNetworks");
    Objects.requireNonNull(s3, "s3");
    Objects.requireNonNull(httpLimits, "httpLimits");
    if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "maxBytes must be within 1..%d, got %d".formatted(Integer.MAX_VALUE - 1, maxBytes));
    }
  }
}
