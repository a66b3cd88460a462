package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of allowed S3 buckets: {@code s3://BUCKET/KEY}, the key percent-encoded as in any uri.
 * The SDK's own retries are off; what may pass comes out as an {@link IOException}.
 */
final class S3Source implements UriSource, AutoCloseable {

  private static final int FORBIDDEN = 403;
  private static final Set<Integer> COME_AGAIN = Set.of(408, 425, 429);
  // Statuses of 4xx that say nothing about the object.
  private static final Set<String> TRANSIENT_CODES =
      Set.of("RequestTimeout", "ExpiredToken", "RequestTimeTooSkewed", "SlowDown");

  private final S3Settings settings;
  private final int maxBytes;
  private final S3Client client;

  /**
   * @throws IllegalArgumentException if there are no credentials, or no region is known
   */
  S3Source(S3Settings settings, HttpLimits limits, int maxBytes) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.client = client(settings, limits);
  }

  private static S3Client client(S3Settings settings, HttpLimits limits) {
    DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    try {
      credentials.resolveCredentials();
      S3ClientBuilder builder =
          S3Client.builder()
              .credentialsProvider(credentials)
              .forcePathStyle(settings.pathStyle())
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(limits.connect())
                      .socketTimeout(limits.response()))
              .overrideConfiguration(
                  common ->
                      common
                          .retryStrategy(AwsRetryStrategy.doNotRetry())
                          .apiCallTimeout(limits.total()));
      settings.region().map(Region::of).ifPresent(builder::region);
      settings.endpoint().ifPresent(builder::endpointOverride);
      return builder.build();
    } catch (SdkClientException e) {
      credentials.close();
      throw new IllegalArgumentException(
          "s3.buckets is set, but S3 cannot be used (credentials, s3.region): " + e.getMessage(),
          e);
    }
  }

  @Override
  public byte[] read(URI uri) throws ImageRejectedException, IOException, InterruptedException {
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(allowedBucket(uri)).key(key(uri)).build();
    try {
      return client
          .getObject(request, this::content)
          .orElseThrow(() -> Rejections.tooManyBytes(uri, maxBytes));
    } catch (S3Exception e) {
      throw refused(uri, e);
    } catch (AbortedException e) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    } catch (SdkClientException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String allowedBucket(URI uri) throws ImageRejectedException {
    String bucket = uri.getRawAuthority();
    if (bucket == null) {
      throw Rejections.invalid(uri, "names no bucket");
    }
    if (!settings.buckets().contains(bucket)) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s: bucket %s is not allowed (s3.buckets)".formatted(Rejections.shown(uri), bucket));
    }
    return bucket;
  }

  private static String key(URI uri) throws ImageRejectedException {
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw Rejections.invalid(uri, "has a query or fragment; ? and # of a key are %3F and %23");
    }
    if (uri.getPath().length() < 2) {
      throw Rejections.invalid(uri, "names no key");
    }
    return uri.getPath().substring(1);
  }

  /** The object, or nothing if it is too large. Hangs up rather than read what is not wanted. */
  private Optional<byte[]> content(GetObjectResponse response, AbortableInputStream body)
      throws IOException {
    Long announced = response.contentLength();
    if (announced != null && announced > maxBytes) {
      body.abort();
      return Optional.empty();
    }
    // The size is counted while reading: a server may announce none.
    byte[] content = body.readNBytes(maxBytes + 1);
    if (content.length > maxBytes) {
      body.abort();
      return Optional.empty();
    }
    // The JDK's client takes a connection that breaks off for the end.
    if (announced != null && content.length < announced) {
      throw new EOFException(
          "the connection broke off after %d of %d bytes".formatted(content.length, announced));
    }
    return Optional.of(content);
  }

  private static IOException refused(URI uri, S3Exception e) throws ImageRejectedException {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String answer =
        code == null || code.isEmpty()
            ? "status " + e.statusCode()
            : "status %d (%s)".formatted(e.statusCode(), code);
    if (e.statusCode() >= 500
        || COME_AGAIN.contains(e.statusCode())
        || TRANSIENT_CODES.contains(String.valueOf(code))) {
      return new IOException(answer, e);
    }
    throw new ImageRejectedException(
        e.statusCode() == FORBIDDEN ? RejectionKind.FORBIDDEN_SOURCE : RejectionKind.NOT_FOUND,
        "%s: S3 answered with %s".formatted(Rejections.shown(uri), answer),
        e);
  }

  @Override
  public void close() {
    client.close();
  }
}
