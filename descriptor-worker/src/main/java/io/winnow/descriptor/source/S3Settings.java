package io.winnow.descriptor.source;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What may be read from S3, or a server that speaks its protocol, and how. Credentials come from
 * the AWS SDK's default chain: environment, profile, container or instance.
 *
 * @param buckets buckets that may be read; none: S3 is not used
 * @param endpoint another server than AWS's
 * @param region else the SDK's default chain finds it
 * @param pathStyle whether the bucket is named in the path instead of in the host name
 */
public record S3Settings(
    Set<String> buckets, Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {

  /** Nothing may be read. */
  public static final S3Settings NONE =
      new S3Settings(Set.of(), Optional.empty(), Optional.empty(), false);

  public S3Settings {
    buckets = Set.copyOf(buckets);
    Objects.requireNonNull(region, "region");
    endpoint.ifPresent(S3Settings::requireWeb);
  }

  private static void requireWeb(URI endpoint) {
    boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!web || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "s3.endpoint must be http://HOST or https://HOST, is '" + endpoint + "'");
    }
  }
}
