package io.winnow.descriptor.source;

import static io.winnow.descriptor.source.SourceFixtures.MAX_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What http: uris cannot reach, however the name or the redirect is made. */
@Timeout(60)
class InternalAddressesTest {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final String NAME = "pictures.test";
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));

  private final AtomicInteger secretRequests = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> hostHeaders = new ConcurrentLinkedQueue<>();
  private TestServer allowed;
  private TestServer secret; // at 127.0.0.2, on the allowed server's port
  private final ByteBudget memory = new ByteBudget(MAX_BYTES, () -> {});
  private HttpSource source;

  @BeforeEach
  void startServers() throws IOException {
    allowed = new TestServer();
    allowed.on(
        "/image",
        exchange -> {
          hostHeaders.add(exchange.getRequestHeaders().getFirst("Host"));
          exchange.getResponseHeaders().set("Connection", "close");
          TestServer.answer(exchange, 200, CONTENT);
        });
    secret = new TestServer(InetAddress.getByName("127.0.0.2"), allowed.port());
    secret.on(
        "/",
        exchange -> {
          secretRequests.incrementAndGet();
          TestServer.answer(exchange, 200, CONTENT);
        });
  }

  @AfterEach
  void stopServers() {
    source.close();
    allowed.close();
    secret.close();
  }

  @Test
  void shouldAskTheNameServerOnceAndConnectToItsAnswer() throws Exception {
    Answers answers = new Answers("127.0.0.1", "127.0.0.2");
    source = source(answers);

    assertThat(read("/image")).isEqualTo(CONTENT);

    assertThat(answers.asked).isEqualTo(1);
    assertThat(hostHeaders).containsExactly(NAME + ":" + allowed.port());
    assertThat(secretRequests).hasValue(0);
  }

  @Test
  void shouldRefuseTheNextConnectionWhenTheNameServerChangesItsAnswer() throws Exception {
    source = source(new Answers("127.0.0.1", "127.0.0.2"));
    read("/image");

    ImageRejectedException rejected = reject("/image");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected)
        .hasMessage(
            "http://pictures.test:%d/image: host pictures.test is at 127.0.0.2, a loopback address, "
                    .formatted(allowed.port())
                + "which is not in http.internal.networks");
    assertThat(secretRequests).hasValue(0);
  }

  @Test
  void shouldCheckEveryHopOfARedirect() throws Exception {
    allowed.on(
        "/hop",
        exchange -> {
          exchange.getResponseHeaders().set("Connection", "close");
          TestServer.redirect("/image").handle(exchange);
        });
    source = source(new Answers("127.0.0.1", "127.0.0.2"));

    assertThat(reject("/hop").kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(hostHeaders).isEmpty();
    assertThat(secretRequests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2:%d/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:%d/",
        "http://[::ffff:127.0.0.2]:%d/"
      })
  void shouldNotFollowRedirectsToAddresses(String target) throws Exception {
    allowed.on("/hop", TestServer.redirect(target.formatted(allowed.port())));
    source = source(new Answers("127.0.0.1"));

    ImageRejectedException rejected = reject("/hop");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected).hasMessageContaining("which is not followed");
    assertThat(secretRequests).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, loopback",
    "10.0.0.1, private",
    "169.254.169.254, cloud metadata",
    "169.254.0.1, link-local",
    "100.64.0.1, carrier-grade NAT",
    "224.0.0.1, multicast",
    "::1, loopback",
    "::ffff:127.0.0.2, loopback",
    "fe80::1, link-local",
    "fd00::1, unique-local"
  })
  void shouldSayWhatKindOfAddressWasRefused(String address, String kind) throws Exception {
    source = source(new Answers(address));

    ImageRejectedException rejected = reject("/image");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected).hasMessageContaining("a " + kind + " address");
    assertThat(secretRequests).hasValue(0);
  }

  @Test
  void shouldRefuseWhenOneAddressOfSeveralIsInternal() {
    InetAddress[] both = {address("127.0.0.1"), address("127.0.0.2")};
    source = source(host -> both);

    assertThat(reject("/image").kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(hostHeaders).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706434", "127.2", "0x7f000002", "0177.0.0.2", "127.0.0.2."})
  void shouldNotBeFooledByOtherSpellings(String host) {
    source =
        new HttpSource(
            new AllowedHosts(List.of(host)),
            new CheckedResolver(new InternalNetworks(List.of()), InetAddress::getAllByName),
            LIMITS,
            MAX_BYTES,
            HttpSource.defaultTls());
    URI uri = URI.create("http://" + host + ":" + allowed.port() + "/");

    assertThat(uri.getHost() == null || failure(uri) != null).isTrue();
    assertThat(secretRequests).hasValue(0);
  }

  @Test
  void shouldAskAHostWithAnUnderscore() throws Exception {
    source =
        new HttpSource(
            new AllowedHosts(List.of("my_host.test")),
            new CheckedResolver(
                new InternalNetworks(List.of("127.0.0.0/8")),
                host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")}),
            LIMITS,
            MAX_BYTES,
            HttpSource.defaultTls());

    assertThat(readAt(URI.create("http://my_host.test:" + allowed.port() + "/image")))
        .isEqualTo(CONTENT);
    assertThat(hostHeaders).containsExactly("my_host.test:" + allowed.port());
  }

  @Test
  void shouldReachAddressesThatAreWrittenInTheAllowList() throws Exception {
    source =
        new HttpSource(
            new AllowedHosts(List.of("127.0.0.1", "localhost")),
            new InternalNetworks(List.of()),
            LIMITS,
            MAX_BYTES);

    assertThat(readAt(URI.create(allowed.uri("/image")))).isEqualTo(CONTENT);
    assertThat(readAt(URI.create("http://localhost:" + allowed.port() + "/image")))
        .isEqualTo(CONTENT);
  }

  @Test
  void shouldKeepTheNameForTlsWhenConnectingToTheAddress(@TempDir Path dir) throws Exception {
    SSLContext tls = TestTls.of(NAME, dir);
    List<String> names = new ArrayList<>();
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/image",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          session.getRequestedServerNames().forEach(name -> names.add(name.toString()));
          names.add(exchange.getRequestHeaders().getFirst("Host"));
          TestServer.answer(exchange, 200, CONTENT);
        });
    server.start();
    int port = server.getAddress().getPort();
    try {
      source = source(host -> new InetAddress[] {address("127.0.0.1")}, tls);

      assertThat(readAt(URI.create("https://" + NAME + ":" + port + "/image"))).isEqualTo(CONTENT);
      assertThat(names).containsExactly("type=host_name (0), value=" + NAME, NAME + ":" + port);
      assertThat(failure(URI.create("https://other.test:" + port + "/image")))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("other.test");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldHangUpWhenHeadersDoNotEnd() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread endless =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  byte[] line = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    client.getOutputStream().write(line);
                  }
                } catch (IOException e) {
                  Thread.currentThread().interrupt(); // the client hung up, as it should
                }
              });
      endless.start();
      source = source(new Answers("127.0.0.1"));

      assertThat(failure(URI.create("http://" + NAME + ":" + server.getLocalPort() + "/")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Maximum line length limit exceeded");
      endless.join();
    }
  }

  private byte[] read(String path) throws Exception {
    return readAt(uri(path));
  }

  private byte[] readAt(URI uri) throws Exception {
    try (ByteBudget.Lease lease = memory.lease()) {
      return source.read(ImageAddress.parse(uri.toString()), lease);
    }
  }

  private ImageRejectedException reject(String path) {
    return catchThrowableOfType(ImageRejectedException.class, () -> read(path));
  }

  private Exception failure(URI uri) {
    return catchThrowableOfType(Exception.class, () -> readAt(uri));
  }

  private URI uri(String path) {
    return URI.create("http://" + NAME + ":" + allowed.port() + path);
  }

  private static HttpSource source(CheckedResolver.Lookup lookup) {
    return source(lookup, HttpSource.defaultTls());
  }

  private static HttpSource source(CheckedResolver.Lookup lookup, SSLContext tls) {
    return new HttpSource(
        new AllowedHosts(List.of(NAME, "other.test", "127.0.0.2", "169.254.169.254", "[::1]")),
        new CheckedResolver(new InternalNetworks(List.of("127.0.0.1")), lookup),
        LIMITS,
        MAX_BYTES,
        tls);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A name server that changes its answer each time; the last one stays. */
  private static final class Answers implements CheckedResolver.Lookup {

    private final Deque<String> left;
    private int asked;

    Answers(String... answers) {
      left = new ArrayDeque<>(Arrays.asList(answers));
    }

    @Override
    public synchronized InetAddress[] addressesOf(String host) {
      asked++;
      return new InetAddress[] {address(left.size() > 1 ? left.remove() : left.element())};
    }
  }
}
