package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads from allowed hosts. A redirect is followed only to the same host and never from https
 * to http: the allow list speaks of where images come from, and an open redirect must not widen it.
 */
final class HttpSource implements UriSource {

  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_PORT = 65_535;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  // Request timeout, too early, too many requests: the server asks to come again.
  private static final Set<Integer> COME_AGAIN = Set.of(408, 425, 429);

  private final AllowedHosts hosts;
  private final HttpLimits limits;
  private final int maxBytes;
  private final HttpClient client;

  HttpSource(AllowedHosts hosts, HttpLimits limits, int maxBytes) {
    this.hosts = hosts;
    this.limits = limits;
    this.maxBytes = maxBytes;
    // Redirects are followed here, not by the client, which would follow them to any host.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public byte[] read(URI uri) throws ImageRejectedException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.total().toNanos();
    URI at = uri;
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      checkAllowed(at, uri);
      HttpResponse<byte[]> response = send(at, deadline);
      if (!REDIRECTS.contains(response.statusCode())) {
        return body(response, uri);
      }
      at = target(response, at, uri);
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND, uri + " redirects more than " + MAX_REDIRECTS + " times");
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
          "%s: host %s is not allowed (http.hosts)".formatted(uri, at.getRawAuthority()));
    }
  }

  private HttpResponse<byte[]> send(URI at, long deadline)
      throws ImageRejectedException, IOException, InterruptedException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new HttpTimeoutException("no answer within " + limits.total());
    }
    HttpRequest request =
        HttpRequest.newBuilder(at).timeout(min(limits.response(), Duration.ofNanos(left))).build();
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, BoundedBody.handler(maxBytes));
    try {
      return response.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("not complete within " + limits.total());
    } catch (ExecutionException e) {
      throw failure(at, e.getCause());
    } finally {
      response.cancel(true); // closes the connection where the download is not over
    }
  }

  private IOException failure(URI at, Throwable cause) throws ImageRejectedException {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BoundedBody.TooLargeException) {
        throw Rejections.tooManyBytes(at, maxBytes);
      }
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private static byte[] body(HttpResponse<byte[]> response, URI uri)
      throws ImageRejectedException, IOException {
    int status = response.statusCode();
    if (status == 200) {
      return response.body();
    }
    if (status >= 500 || COME_AGAIN.contains(status)) {
      throw new IOException("status " + status);
    }
    throw new ImageRejectedException(
        RejectionKind.NOT_FOUND, "%s answered with status %d".formatted(uri, status));
  }

  private static URI target(HttpResponse<?> response, URI at, URI uri)
      throws ImageRejectedException {
    String location =
        response
            .headers()
            .firstValue("location")
            .orElseThrow(() -> Rejections.invalid(uri, "redirects without saying where"));
    URI target;
    try {
      target = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND, uri + " redirects to no uri: " + location, e);
    }
    boolean sameHost = at.getHost().equalsIgnoreCase(target.getHost());
    boolean web = "http".equalsIgnoreCase(target.getScheme());
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    boolean downgrade = web && "https".equalsIgnoreCase(at.getScheme());
    if (!sameHost || !(web || secure) || downgrade) {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE,
          "%s redirects to %s, which is not followed".formatted(uri, target));
    }
    return target;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
