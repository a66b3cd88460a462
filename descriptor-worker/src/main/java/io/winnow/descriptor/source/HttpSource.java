package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Downloads from allowed hosts at public addresses, or at addresses of the inside that are allowed,
 * too. A redirect is followed only to the same host and never from https to http: the allow list
 * speaks of where images come from, and an open redirect must not widen it. Every hop is checked
 * like the first.
 */
final class HttpSource implements UriSource, AutoCloseable {

  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_PORT = 65_535;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  // Request timeout, too early, too many requests: another time the answer may be another.
  private static final Set<Integer> COME_AGAIN = Set.of(408, 425, 429);

  private final AllowedHosts hosts;
  private final HttpLimits limits;
  private final int maxBytes;
  private final HttpDownloads downloads;

  HttpSource(AllowedHosts hosts, InternalNetworks internal, HttpLimits limits, int maxBytes) {
    this(
        hosts,
        new CheckedResolver(internal, InetAddress::getAllByName),
        limits,
        maxBytes,
        defaultTls());
  }

  HttpSource(
      AllowedHosts hosts,
      CheckedResolver resolver,
      HttpLimits limits,
      int maxBytes,
      SSLContext tls) {
    this.hosts = hosts;
    this.limits = limits;
    this.maxBytes = maxBytes;
    this.downloads = new HttpDownloads(limits, maxBytes, resolver, tls);
  }

  static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault(); // reads javax.net.ssl.trustStore
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public void check(ImageAddress address) throws ImageRejectedException {
    check(address.uri(), address);
  }

  @Override
  public byte[] read(ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.total().toNanos();
    URI at = address.uri();
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      check(at, address);
      HttpDownloads.Answer answer = ask(at, address, deadline, memory);
      if (!REDIRECTS.contains(answer.status())) {
        return body(answer, address);
      }
      at = target(answer, at, address);
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND,
        address.shown() + " redirects more than " + MAX_REDIRECTS + " times");
  }

  private void check(URI at, ImageAddress address) throws ImageRejectedException {
    String host = WebAddress.host(at);
    if (host == null) {
      throw Rejections.invalid(address, "names no host");
    }
    if (WebAddress.carriesUser(at)) {
      // Not repeated in the reason: it would carry the password into logs and topics.
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE, "uri at host " + host + " carries credentials");
    }
    if (WebAddress.port(at) > MAX_PORT) {
      throw Rejections.invalid(
          address, "names port " + WebAddress.port(at) + ", which does not exist");
    }
    if (!hosts.allows(at)) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s: host %s is not allowed (http.hosts)"
              .formatted(address.shown(), ShownAddress.of(at.getRawAuthority())));
    }
  }

  private HttpDownloads.Answer ask(
      URI at, ImageAddress address, long deadline, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      throw new HttpTimeoutException("no answer within " + limits.total());
    }
    try {
      return downloads.get(at, left, memory);
    } catch (BoundedBody.TooLargeException e) {
      throw Rejections.tooManyBytes(address.shown(), maxBytes);
    } catch (CheckedResolver.ForbiddenAddressException e) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE, address.shown() + ": " + e.getMessage(), e);
    }
  }

  private static byte[] body(HttpDownloads.Answer answer, ImageAddress address)
      throws ImageRejectedException, IOException {
    int status = answer.status();
    if (status == 200) {
      return answer.body();
    }
    if (status >= 500 || COME_AGAIN.contains(status)) {
      throw RetryAfter.failure(
          status,
          "status " + status,
          answer.retryAfter().flatMap(header -> RetryAfter.parse(header, Instant.now())));
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND, "%s answered with status %d".formatted(address.shown(), status));
  }

  private static URI target(HttpDownloads.Answer answer, URI at, ImageAddress address)
      throws ImageRejectedException {
    String location =
        answer
            .location()
            .orElseThrow(() -> Rejections.invalid(address, "redirects without saying where"));
    URI target;
    try {
      target = at.resolve(WebAddress.location(location));
    } catch (IllegalArgumentException e) {
      // Not the cause as well: its message repeats the location, which may hold a signature.
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND,
          "%s redirects to %s, which is no uri"
              .formatted(address.shown(), ShownAddress.of(location)));
    }
    String host = WebAddress.host(at);
    boolean sameHost = host.equalsIgnoreCase(WebAddress.host(target));
    boolean web = "http".equalsIgnoreCase(target.getScheme());
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    boolean downgrade = web && "https".equalsIgnoreCase(at.getScheme());
    if (!sameHost || !(web || secure) || downgrade) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s redirects to %s, which is not followed"
              .formatted(address.shown(), ShownAddress.of(target.toString())));
    }
    return target;
  }

  @Override
  public void close() {
    downloads.close();
  }
}
