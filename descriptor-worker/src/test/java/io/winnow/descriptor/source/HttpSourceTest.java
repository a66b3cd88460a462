package io.winnow.descriptor.source;

import static io.winnow.descriptor.source.SourceFixtures.MAX_BYTES;
import static io.winnow.descriptor.source.SourceFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpSourceTest {

  private static final byte[] CONTENT = {1, 2, 3};

  private final AtomicInteger retries = new AtomicInteger();
  private TestServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void shouldDownloadWhenHostIsAllowed() throws Exception {
    server.on("/image", TestServer.content(CONTENT));

    assertThat(source("127.0.0.1").fetch(at(server.uri("/image")))).isEqualTo(CONTENT);
    assertThat(source("127.0.0.1:" + server.port()).fetch(at(server.uri("/image"))))
        .isEqualTo(CONTENT);
  }

  @Test
  void shouldRefuseWhenHostIsNotAllowed() {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/image",
        exchange -> {
          requests.incrementAndGet();
          TestServer.answer(exchange, 200, CONTENT);
        });
    String uri = server.uri("/image");

    ImageRejectedException none = reject(source(), uri);
    ImageRejectedException otherPort = reject(source("127.0.0.1:1"), uri);

    assertThat(none.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(none)
        .hasMessage(uri + ": host 127.0.0.1:" + server.port() + " is not allowed (http.hosts)");
    assertThat(otherPort.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 204, 304})
  void shouldRejectAtOnceWhenTheAnswerIsFinal(int status) {
    server.on("/image", TestServer.status(status));

    ImageRejectedException rejected = reject(source("127.0.0.1"), server.uri("/image"));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.NOT_FOUND);
    assertThat(rejected).hasMessage(server.uri("/image") + " answered with status " + status);
    assertThat(retries).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 408})
  void shouldTryAgainWhenTheServerIsBusy(int status) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/image",
        exchange -> {
          boolean last = requests.incrementAndGet() == 3;
          TestServer.answer(exchange, last ? 200 : status, last ? CONTENT : new byte[0]);
        });

    assertThat(source("127.0.0.1").fetch(at(server.uri("/image")))).isEqualTo(CONTENT);
    assertThat(retries).hasValue(2);
  }

  @Test
  void shouldRejectAsUnreachableWhenTheServerStaysBusy() {
    server.on("/image", TestServer.status(503));

    ImageRejectedException rejected = reject(source("127.0.0.1"), server.uri("/image"));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.UNREACHABLE);
    assertThat(rejected)
        .hasMessageStartingWith(server.uri("/image") + " is unreachable after 3 attempts:")
        .hasMessageContaining("503");
  }

  @Test
  void shouldRejectAsUnreachableWhenConnectionIsRefused() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }

    ImageRejectedException rejected =
        reject(source("127.0.0.1"), "http://127.0.0.1:" + closedPort + "/image");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.UNREACHABLE);
    assertThat(retries).hasValue(2);
  }

  @Test
  void shouldRejectAsUnreachableWhenTheBodyDripsTooSlowly() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(
        "/slow",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    ImageRejectedException rejected =
        reject(source(Duration.ofMillis(200), "127.0.0.1"), server.uri("/slow"));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.UNREACHABLE);
    assertThat(rejected).hasMessageContaining("not complete within PT0.2S");
  }

  @Test
  void shouldAcceptExactlyTheSizeLimit() throws Exception {
    server.on("/image", TestServer.content(new byte[MAX_BYTES]));

    assertThat(source("127.0.0.1").fetch(at(server.uri("/image")))).hasSize(MAX_BYTES);
  }

  @Test
  void shouldRejectWhenTheAnnouncedSizeIsTooLarge() {
    server.on("/image", TestServer.content(new byte[MAX_BYTES + 1]));

    assertTooLarge(reject(source("127.0.0.1"), server.uri("/image")));
  }

  @Test
  void shouldRejectWhenTheBodyGrowsTooLargeUnannounced() {
    server.on(
        "/endless",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0); // chunked
            for (int i = 0; i < 100_000; i++) {
              exchange.getResponseBody().write(new byte[1024]);
            }
          }
        });

    assertTooLarge(reject(source("127.0.0.1"), server.uri("/endless")));
  }

  private void assertTooLarge(ImageRejectedException rejected) {
    assertThat(rejected.kind()).isEqualTo(RejectionKind.TOO_MANY_BYTES);
    assertThat(rejected).hasMessageEndingWith("has more than 1000 bytes (max.image.bytes)");
    assertThat(retries).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/my picture.png", "/bär.png", "/100%.png", "/x%20b.png"})
  void shouldFollowRedirectsAsServersWriteThem(String location) throws Exception {
    server.on("/a", TestServer.redirect(location));
    List<String> asked = new CopyOnWriteArrayList<>();
    server.on(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getRawPath());
          TestServer.answer(exchange, 200, CONTENT);
        });

    assertThat(source("127.0.0.1").fetch(at(server.uri("/a")))).isEqualTo(CONTENT);
    assertThat(asked).hasSize(1).allMatch(path -> path.matches("/[a-z0-9.%A-F]+\\.png"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void shouldWaitAsLongAsAHostAsks(int status) throws Exception {
    AtomicLong firstNanos = new AtomicLong();
    AtomicLong waited = new AtomicLong();
    server.on(
        "/a",
        exchange -> {
          if (firstNanos.compareAndSet(0, System.nanoTime())) {
            exchange.getResponseHeaders().set("Retry-After", "2");
            TestServer.answer(exchange, status, new byte[0]);
          } else {
            waited.set(System.nanoTime() - firstNanos.get());
            TestServer.answer(exchange, 200, CONTENT);
          }
        });

    assertThat(source("127.0.0.1").fetch(at(server.uri("/a")))).isEqualTo(CONTENT);
    assertThat(Duration.ofNanos(waited.get()))
        .isBetween(Duration.ofMillis(1_950), Duration.ofSeconds(15));
  }

  @Test
  void shouldFollowRedirectsWithinTheHost() throws Exception {
    server.on("/a", TestServer.redirect("/b"));
    server.on("/b", TestServer.redirect(server.uri("/c")));
    server.on("/c", TestServer.content(CONTENT));

    assertThat(source("127.0.0.1").fetch(at(server.uri("/a")))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/image", "file:///etc/passwd", "ftp://127.0.0.1/x"})
  void shouldRefuseRedirectsElsewhere(String target) {
    server.on("/a", TestServer.redirect(target));

    ImageRejectedException rejected = reject(source("127.0.0.1", "localhost"), server.uri("/a"));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected)
        .hasMessage(server.uri("/a") + " redirects to " + target + ", which is not followed");
  }

  @Test
  void shouldRejectWhenRedirectsLoop() {
    server.on("/a", TestServer.redirect("/a"));

    assertThat(reject(source("127.0.0.1"), server.uri("/a")))
        .hasMessage(server.uri("/a") + " redirects more than 5 times");
  }

  @Test
  void shouldNotRepeatCredentialsInTheReason() {
    ImageRejectedException rejected =
        reject(source("127.0.0.1"), "http://me:secret@127.0.0.1/image");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
    assertThat(rejected).hasMessage("uri at host 127.0.0.1 carries credentials");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http:///image", "http://127.0.0.1:99999/image", "http:image", "http://a_b c/"})
  void shouldRejectWhenUriIsUnusable(String uri) {
    ImageRejectedException rejected = reject(source("127.0.0.1"), uri);

    assertThat(rejected.kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
    assertThat(retries).hasValue(0);
  }

  private FetchingSource source(String... hosts) {
    return source(Duration.ofSeconds(20), hosts);
  }

  private FetchingSource source(Duration total, String... hosts) {
    return new FetchingSource(
        SourceFixtures.settings(Optional.empty(), total, hosts),
        SourceFixtures.fetching(),
        (failure, again) -> retries.addAndGet(again ? 1 : 0));
  }

  private static ImageRejectedException reject(FetchingSource source, String uri) {
    return catchThrowableOfType(ImageRejectedException.class, () -> source.fetch(at(uri)));
  }
}
