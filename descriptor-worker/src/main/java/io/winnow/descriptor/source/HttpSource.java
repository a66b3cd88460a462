package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
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
  // Request timeout, too early, too many requests: the server asks to come again.
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
  public byte[] read(URI uri) throws ImageRejectedException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.total().toNanos();
    URI at = uri;
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      checkAllowed(at, uri);
      HttpDownloads.Answer answer = ask(at, uri, deadline);
      if (!REDIRECTS.contains(answer.status())) {
        return body(answer, uri);
      }
      at = target(answer, at, uri);
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND,
        Rejections.shown(uri) + " redirects more than " + MAX_REDIRECTS + " times");
  }

  private void checkAllowed(URI at, URI uri) throws ImageRejectedException {
    if (at.getHost() == null) {
      throw Rejections.invalid(uri, "names no host");
    }
    if (at.getRawUserInfo() != null) {
      // Not repeated in the reason: it would carry the password into logs and topics.
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE, "uri at host " + at.getHost() + " carries credentials");
    }
    if (at.getPort() > MAX_PORT) {
      throw Rejections.invalid(uri, "names port " + at.getPort() + ", which does not exist");
    }
    if (!hosts.allows(at)) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s: host %s is not allowed (http.hosts)"
              .formatted(Rejections.shown(uri), at.getRawAuthority()));
    }
  }

  private HttpDownloads.Answer ask(URI at, URI uri, long deadline)
      throws ImageRejectedException, IOException, InterruptedException {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      throw new HttpTimeoutException("no answer within " + limits.total());
    }
    try {
      return downloads.get(at, left);
    } catch (HttpDownloads.TooLargeException e) {
      throw Rejections.tooManyBytes(Rejections.shown(uri), maxBytes);
    } catch (CheckedResolver.ForbiddenAddressException e) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE, Rejections.shown(uri) + ": " + e.getMessage(), e);
    }
  }

  private static byte[] body(HttpDownloads.Answer answer, URI uri)
      throws ImageRejectedException, IOException {
    int status = answer.status();
    if (status == 200) {
      return answer.body();
    }
    if (status >= 500 || COME_AGAIN.contains(status)) {
      throw new IOException("status " + status);
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND,
        "%s answered with status %d".formatted(Rejections.shown(uri), status));
  }

  private static URI target(HttpDownloads.Answer answer, URI at, URI uri)
      throws ImageRejectedException {
    String location =
        answer
            .location()
            .orElseThrow(() -> Rejections.invalid(uri, "redirects without saying where"));
    URI target;
    try {
      target = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND, Rejections.shown(uri) + " redirects to no uri", e);
    }
    boolean sameHost = at.getHost().equalsIgnoreCase(target.getHost());
    boolean web = "http".equalsIgnoreCase(target.getScheme());
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    boolean downgrade = web && "https".equalsIgnoreCase(at.getScheme());
    if (!sameHost || !(web || secure) || downgrade) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s redirects to %s, which is not followed"
              .formatted(Rejections.shown(uri), Rejections.shown(target)));
    }
    return target;
  }

  @Override
  public void close() {
    downloads.close();
  }
}
