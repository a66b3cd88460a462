package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
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
 * Objects of allowed S3 buckets: {@code s3://BUCKET/KEY}, as {@link S3Key} reads the key. The SDK's
 * own retries are off; what may pass comes out as an {@link IOException}.
 */
final class S3Source implements UriSource, AutoCloseable {

  private static final int FORBIDDEN = 403;
  private static final Set<Integer> COME_AGAIN = Set.of(408, 425, 429);
  // Statuses of 4xx that say nothing about the object.
  private static final Set<String> TRANSIENT_CODES =
      Set.of("RequestTimeout", "ExpiredToken", "RequestTimeTooSkewed", "SlowDown");

  // Who may not list a bucket hears of an absent key that it is forbidden.
  private static final Set<RejectionKind> SAID_OF_ABSENT =
      Set.of(RejectionKind.NOT_FOUND, RejectionKind.FORBIDDEN_SOURCE);

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
  public void check(ImageAddress address) throws ImageRejectedException {
    String bucket = bucket(address);
    if (!settings.buckets().contains(bucket)) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s: bucket %s is not allowed (s3.buckets)"
              .formatted(address.shown(), ShownAddress.of(bucket)));
    }
    S3Key.of(address);
  }

  private static String bucket(ImageAddress address) throws ImageRejectedException {
    String bucket = address.uri().getRawAuthority();
    if (bucket == null) {
      throw Rejections.invalid(address, "names no bucket");
    }
    return bucket;
  }

  @Override
  public byte[] read(ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException {
    check(address);
    S3Key key = S3Key.of(address);
    try {
      return read(address, key.written(), memory);
    } catch (ImageRejectedException absent) {
      if (key.decoded().isEmpty() || !SAID_OF_ABSENT.contains(absent.kind())) {
        throw absent;
      }
      return readDecoded(address, key.decoded().get(), memory, absent);
    }
  }

  private byte[] readDecoded(
      ImageAddress address, String key, ByteBudget.Lease memory, ImageRejectedException absent)
      throws ImageRejectedException, IOException, InterruptedException {
    try {
      return read(address, key, memory);
    } catch (ImageRejectedException e) {
      e.addSuppressed(absent);
      throw e;
    }
  }

  private byte[] read(ImageAddress address, String key, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException {
    GetObjectRequest request = GetObjectRequest.builder().bucket(bucket(address)).key(key).build();
    try {
      return client
          .getObject(request, (response, body) -> content(response, body, memory))
          .orElseThrow(() -> Rejections.tooManyBytes(address.shown(), maxBytes));
    } catch (S3Exception e) {
      throw refused(address, e);
    } catch (AbortedException e) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    } catch (ApiCallTimeoutException e) {
      throw (IOException) new HttpTimeoutException(e.getMessage()).initCause(e);
    } catch (SdkClientException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
    }
  }

  /** The object, or nothing if it is too large. Hangs up rather than read what is not wanted. */
  private Optional<byte[]> content(
      GetObjectResponse response, AbortableInputStream body, ByteBudget.Lease memory)
      throws IOException {
    Long announced = response.contentLength();
    byte[] content;
    try {
      // The size is counted while reading, too: a server may announce none.
      content = BoundedBody.read(body, announced == null ? -1 : announced, maxBytes, memory);
    } catch (BoundedBody.TooLargeException e) {
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

  private static IOException refused(ImageAddress address, S3Exception e)
      throws ImageRejectedException {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String answer =
        code == null || code.isEmpty()
            ? "status " + e.statusCode()
            : "status %d (%s)".formatted(e.statusCode(), code);
    if (e.statusCode() >= 500
        || COME_AGAIN.contains(e.statusCode())
        || TRANSIENT_CODES.contains(String.valueOf(code))) {
      StatusException failure = RetryAfter.failure(e.statusCode(), answer, askedWait(e));
      failure.initCause(e);
      return failure;
    }
    throw new ImageRejectedException(
        e.statusCode() == FORBIDDEN ? RejectionKind.FORBIDDEN_SOURCE : RejectionKind.NOT_FOUND,
        "%s: S3 answered with %s".formatted(address.shown(), answer),
        e);
  }

  private static Optional<Duration> askedWait(S3Exception e) {
    return Optional.ofNullable(e.awsErrorDetails())
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .flatMap(header -> RetryAfter.parse(header, Instant.now()));
  }

  @Override
  public void close() {
    client.close();
  }
}
