package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.schemas.ImageReceived;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Fetches the encoded bytes an {@code ImageReceived} holds or points to. A place that may answer
 * later is asked again, with growing pauses, a bounded number of times. Thread-safe; the calling
 * thread waits.
 */
public final class ImageSource implements AutoCloseable {

  /** Hears of every attempt that failed and will be repeated. */
  @FunctionalInterface
  public interface RetryListener {
    /**
     * @param place the image's uri, without what may be secret in it
     */
    void retrying(String place, int attempt, IOException failure);
  }

  private final SourceSettings settings;
  private final Map<String, UriSource> byScheme;
  private final HttpSource http;
  private final Optional<S3Source> s3;
  private final RetryListener listener;

  /**
   * Opens the sources.
   *
   * @throws IllegalArgumentException if the file root is no directory, or S3 is to be used without
   *     credentials or a region
   */
  public ImageSource(SourceSettings settings, RetryListener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
    UriSource file =
        settings
            .fileRoot()
            .<UriSource>map(root -> new FileSource(root, settings.maxBytes()))
            .orElse(ImageSource::refuseFile);
    this.http =
        new HttpSource(
            settings.httpHosts(),
            settings.internalNetworks(),
            settings.httpLimits(),
            settings.maxBytes());
    this.s3 =
        settings.s3().buckets().isEmpty()
            ? Optional.empty()
            : Optional.of(new S3Source(settings.s3(), settings.httpLimits(), settings.maxBytes()));
    UriSource objects = s3.<UriSource>map(opened -> opened).orElse(ImageSource::refuseS3);
    this.byScheme = Map.of("file", file, "http", http, "https", http, "s3", objects);
  }

  /**
   * Fetches an image.
   *
   * @return the encoded image, 1 to {@link SourceSettings#maxBytes()} bytes
   * @throws ImageRejectedException if there is nothing to fetch, it is not allowed, too large,
   *     absent, or unreachable after the last attempt
   * @throws InterruptedException if the worker is closing
   */
  public byte[] fetch(ImageReceived image) throws ImageRejectedException, InterruptedException {
    String uri = image.getUri();
    ByteBuffer inline = image.getBytes();
    if ((uri == null) == (inline == null)) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          uri == null ? "neither uri nor bytes is set" : "both uri and bytes are set");
    }
    byte[] encoded = uri == null ? inline(inline) : read(parse(uri));
    if (encoded.length == 0) {
      throw new ImageRejectedException(
          RejectionKind.UNDECODABLE,
          (uri == null ? "inline image" : Rejections.shown(parse(uri))) + " is empty");
    }
    return encoded;
  }

  private byte[] inline(ByteBuffer bytes) throws ImageRejectedException {
    if (bytes.remaining() > settings.maxBytes()) {
      throw Rejections.tooManyBytes("inline image", settings.maxBytes());
    }
    byte[] encoded = new byte[bytes.remaining()];
    bytes.duplicate().get(encoded);
    return encoded;
  }

  private byte[] read(URI uri) throws ImageRejectedException, InterruptedException {
    UriSource source = sourceOf(uri);
    RetryPolicy policy = settings.retries();
    for (int attempt = 1; ; attempt++) {
      try {
        return source.read(uri);
      } catch (IOException e) {
        if (attempt == policy.attempts()) {
          throw new ImageRejectedException(
              RejectionKind.UNREACHABLE,
              "%s is unreachable after %d attempts: %s"
                  .formatted(Rejections.shown(uri), attempt, e),
              e);
        }
        listener.retrying(Rejections.shown(uri), attempt, e);
        Duration pause = policy.pauseAfter(attempt);
        Thread.sleep(pause.toMillis());
      }
    }
  }

  private UriSource sourceOf(URI uri) throws ImageRejectedException {
    if (uri.getScheme() == null) {
      throw Rejections.invalid(uri, "has no scheme; known: file, http, https, s3");
    }
    UriSource source = byScheme.get(uri.getScheme().toLowerCase(Locale.ROOT));
    if (source == null) {
      throw Rejections.invalid(uri, "has an unknown scheme; known: file, http, https, s3");
    }
    return source;
  }

  private static URI parse(String uri) throws ImageRejectedException {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      // Not the cause as well: its message repeats the uri, and with it a password.
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          "uri is malformed: %s at index %d".formatted(e.getReason(), e.getIndex()));
    }
  }

  private static byte[] refuseFile(URI uri) throws ImageRejectedException {
    throw new ImageRejectedException(
        RejectionKind.FORBIDDEN_SOURCE,
        Rejections.shown(uri) + ": no file may be read, file.root is not set");
  }

  private static byte[] refuseS3(URI uri) throws ImageRejectedException {
    throw new ImageRejectedException(
        RejectionKind.FORBIDDEN_SOURCE,
        Rejections.shown(uri) + ": no bucket may be read, s3.buckets is not set");
  }

  /** Closes the connections. */
  @Override
  public void close() {
    http.close();
    s3.ifPresent(S3Source::close);
  }
}
