package io.winnow.descriptor.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * GET requests with limits on everything a server can make long: connection, headers, body, and all
 * of it together. Redirects are not followed, content encodings not undone, cookies not kept,
 * proxies not used: the address that is asked is the one that was checked.
 */
final class HttpDownloads implements AutoCloseable {

  private static final int OK = 200;
  // Whoever asks bounds the downloads; the pool must not make one wait for another host's.
  private static final int MAX_CONNECTIONS = 100_000;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  // Addresses of a name change; a connection that is used all the time must not hide it.
  private static final Duration CONNECTION_LIFE = Duration.ofMinutes(1);

  /**
   * What a server answered.
   *
   * @param status HTTP status
   * @param location header of a redirect
   * @param retryAfter header of an answer that asks to come again
   * @param body of a 200, else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, Optional<String> location, Optional<String> retryAfter, byte[] body) {}

  private final HttpLimits limits;
  private final int maxBytes;
  private final CloseableHttpClient client;
  private final ExecutorService exchanges =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "image-download");
            thread.setDaemon(true);
            return thread;
          });

  HttpDownloads(HttpLimits limits, int maxBytes, DnsResolver resolver, SSLContext tls) {
    this.limits = limits;
    this.maxBytes = maxBytes;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(limits, resolver, tls))
            .setUserAgent("winnow")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      HttpLimits limits, DnsResolver resolver, SSLContext tls) {
    Http1Config headers =
        Http1Config.custom()
            .setMaxLineLength(MAX_HEADER_BYTES)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    Timeout response = Timeout.of(limits.response());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(headers).build())
        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(response).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(limits.connect()))
                .setSocketTimeout(response)
                .setTimeToLive(Timeout.of(CONNECTION_LIFE))
                .build())
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setMaxConnTotal(MAX_CONNECTIONS)
        .build();
  }

  /**
   * Asks once.
   *
   * @param uri with scheme and host
   * @param left until the last byte must be here
   * @param memory from which the body's bytes are taken
   * @throws BoundedBody.TooLargeException if a 200 has more bytes than allowed
   * @throws CheckedResolver.ForbiddenAddressException if the host's address is refused
   * @throws IOException if there is no whole answer in time
   */
  Answer get(URI uri, Duration left, ByteBudget.Lease memory)
      throws IOException, InterruptedException {
    HttpGet request = new HttpGet(uri);
    request.setConfig(
        RequestConfig.custom().setResponseTimeout(Timeout.of(limits.response())).build());
    // In a thread of its own: neither a name server nor a slow read can be interrupted.
    Future<Answer> answer = exchanges.submit(() -> exchange(uri, request, memory));
    try {
      return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("not complete within " + limits.total());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      request.cancel(); // closes the connection where the download is not over
    }
  }

  private Answer exchange(URI uri, HttpGet request, ByteBudget.Lease memory) throws IOException {
    // The host that was compared with the allowed ones, not a second reading of the uri.
    HttpHost host = new HttpHost(uri.getScheme(), WebAddress.host(uri), WebAddress.port(uri));
    try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
      return new Answer(
          response.getCode(),
          header(response, "Location"),
          header(response, "Retry-After"),
          response.getCode() == OK ? body(response.getEntity(), memory) : new byte[0]);
    }
  }

  private static Optional<String> header(ClassicHttpResponse response, String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  private byte[] body(HttpEntity entity, ByteBudget.Lease memory) throws IOException {
    return entity == null
        ? new byte[0]
        : BoundedBody.read(entity.getContent(), entity.getContentLength(), maxBytes, memory);
  }

  @Override
  public void close() {
    exchanges.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
